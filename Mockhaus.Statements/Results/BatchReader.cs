using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mockhaus.Statements.Results;

/// <summary>Turns stored batches back into cells.</summary>
internal static class BatchReader
{
    /// <summary>The JSON of a batch, unpacked.</summary>
    public static ReadOnlyMemory<byte> Unpack(ResultBatch batch)
    {
        if (batch.Info.Encoding == BatchEncoding.Identity)
        {
            return batch.Payload;
        }

        var json = new byte[batch.Info.UncompressedBytes];
        using var gzip = new GZipStream(AsStream(batch.Payload), CompressionMode.Decompress);
        gzip.ReadExactly(json);
        return json;
    }

    /// <summary>The rows of a batch, each with its cells as text or null.</summary>
    public static List<IReadOnlyList<string?>> ReadRows(ResultBatch batch)
    {
        var json = new Utf8JsonReader(Unpack(batch).Span);
        var rows = new List<IReadOnlyList<string?>>(batch.Info.RowCount);
        var cells = new List<string?>();
        while (json.Read())
        {
            switch (json.TokenType)
            {
                case JsonTokenType.String or JsonTokenType.Null:
                    cells.Add(json.GetString());
                    break;
                case JsonTokenType.EndArray when json.CurrentDepth == 2:
                    rows.Add(cells.ToArray());
                    cells.Clear();
                    break;
                default:
                    break;
            }
        }

        return rows;
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new(bytes.ToArray(), writable: false);
}
