using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stress.Large;

/// <summary>Rows that follow from their number, and a reader that knows what is to come next. It shares no code with the readers that ship.</summary>
internal sealed class LargeRows
{
    private const long Factor = 7919;
    private const long Modulus = 1_000_003;
    private const string Ending = " of a result that is too large for one piece, so that it is cut";

    private byte[] _json = [];

    /// <summary>How many rows have come, each in its place.</summary>
    public long Count { get; private set; }

    /// <summary>The sum of their quantities.</summary>
    public long Sum { get; private set; }

    public static string Query(long rows) =>
        $"SELECT n AS id, n * {Factor} % {Modulus} AS quantity, 'row ' || n || '{Ending}' AS name FROM range({rows}) AS source(n)";

    /// <summary>The sum of the quantities of so many rows, without reading any.</summary>
    public static long SumOf(long rows)
    {
        var sum = 0L;
        for (var row = 0L; row < rows; row++)
        {
            sum += Quantity(row);
        }

        return sum;
    }

    /// <summary>Takes in the next partition.</summary>
    /// <exception cref="InvalidDataException">It is not what comes next.</exception>
    public void Take(ResultBatch batch)
    {
        var first = Count;
        var json = new Utf8JsonReader(Unpack(batch));
        Expect(json.Read() && json.TokenType == JsonTokenType.StartObject, batch);
        Expect(json.Read() && json.ValueTextEquals("data"u8), batch);
        Expect(json.Read() && json.TokenType == JsonTokenType.StartArray, batch);
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            TakeRow(ref json, batch);
        }

        Expect(json.TokenType == JsonTokenType.EndArray && json.Read() && json.TokenType == JsonTokenType.EndObject && !json.Read(), batch);
        Expect(Count - first == batch.Info.RowCount, batch);
    }

    /// <summary>Into the same array each time, so that what this reader leaves behind is not measured as the library's.</summary>
    private ReadOnlySpan<byte> Unpack(ResultBatch batch)
    {
        if (batch.Info.Encoding == BatchEncoding.Identity)
        {
            return batch.Payload.Span;
        }

        var length = batch.Info.UncompressedBytes;
        if (_json.Length < length)
        {
            _json = new byte[length * 2];
        }

        Expect(MemoryMarshal.TryGetArray(batch.Payload, out var payload), batch);
        using var gzip = new GZipStream(new MemoryStream(payload.Array!, payload.Offset, payload.Count), CompressionMode.Decompress);
        Expect(gzip.ReadAtLeast(_json.AsSpan(0, length), length, throwOnEndOfStream: false) == length && gzip.ReadByte() < 0, batch);
        return _json.AsSpan(0, length);
    }

    private void TakeRow(ref Utf8JsonReader json, ResultBatch batch)
    {
        Expect(NextNumber(ref json) == Count, batch);
        var quantity = NextNumber(ref json);
        Expect(quantity == Quantity(Count), batch);
        Span<byte> name = stackalloc byte[128];
        Utf8.TryWrite(name, CultureInfo.InvariantCulture, $"row {Count}{Ending}", out var length);
        Expect(json.Read() && json.ValueTextEquals(name[..length]), batch);
        Expect(json.Read() && json.TokenType == JsonTokenType.EndArray, batch);
        Count++;
        Sum += quantity;
    }

    private static long Quantity(long row) => row * Factor % Modulus;

    private static long NextNumber(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.String
            ? long.Parse(json.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : -1;

    private void Expect(bool holds, ResultBatch batch)
    {
        if (!holds)
        {
            throw new InvalidDataException($"Partition {batch.Info.Number} is not right at row {Count}.");
        }
    }
}
