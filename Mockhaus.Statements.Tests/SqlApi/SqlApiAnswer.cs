using System.IO.Compression;
using System.Net;
using System.Text.Json;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>What a server answered.</summary>
internal sealed record SqlApiAnswer(HttpStatusCode Status, byte[] Body, string? ContentType, string? ContentEncoding, string? Link)
{
    public TimeSpan? RetryAfter { get; init; }

    public JsonElement Json => JsonDocument.Parse(Unpacked()).RootElement;

    public string Handle => Json.GetProperty("statementHandle").GetString()!;

    public string Code => Json.GetProperty("code").GetString()!;

    public string Message => Json.GetProperty("message").GetString()!;

    public IEnumerable<string> Members => Json.EnumerateObject().Select(member => member.Name);

    public JsonElement MetaData => Json.GetProperty("resultSetMetaData");

    public IReadOnlyList<int> PartitionRows =>
        [.. MetaData.GetProperty("partitionInfo").EnumerateArray().Select(part => part.GetProperty("rowCount").GetInt32())];

    public IReadOnlyList<IReadOnlyList<string?>> Rows =>
        [.. Json.GetProperty("data").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetString()).ToList())];

    private byte[] Unpacked()
    {
        if (ContentEncoding != "gzip")
        {
            return Body;
        }

        using var gzip = new GZipStream(new MemoryStream(Body), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
