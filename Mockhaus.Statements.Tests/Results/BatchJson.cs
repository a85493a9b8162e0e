using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>Reads batches without a line of the library's own reader.</summary>
internal static class BatchJson
{
    public static byte[] Unpack(ResultBatch batch)
    {
        if (batch.Info.Encoding == BatchEncoding.Identity)
        {
            return batch.Payload.ToArray();
        }

        using var packed = new MemoryStream(batch.Payload.ToArray());
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var json = new MemoryStream();
        gzip.CopyTo(json);
        return json.ToArray();
    }

    public static string Text(ResultBatch batch) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Unpack(batch));

    public static List<string?[]> Rows(ResultBatch batch)
    {
        using var document = JsonDocument.Parse(Unpack(batch));
        return
        [
            .. document.RootElement.GetProperty("data").EnumerateArray()
                .Select(row => row.EnumerateArray().Select(cell => cell.GetString()).ToArray()),
        ];
    }
}
