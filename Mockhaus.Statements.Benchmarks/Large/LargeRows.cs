using System.Globalization;
using System.Text.Json;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Benchmarks.Large;

/// <summary>Rows that follow from their number, and a reader that knows what is to come next. It shares no code with the readers that ship.</summary>
internal sealed class LargeRows
{
    private const long Factor = 7919;
    private const long Modulus = 1_000_003;
    private const string Ending = " of a result that is too large for one piece, so that it is cut";

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
        var json = new Utf8JsonReader(batch.GetJson().Span);
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

    private void TakeRow(ref Utf8JsonReader json, ResultBatch batch)
    {
        Expect(NextNumber(ref json) == Count, batch);
        var quantity = NextNumber(ref json);
        Expect(quantity == Quantity(Count), batch);
        Expect(json.Read() && json.ValueTextEquals($"row {Count}{Ending}"), batch);
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
