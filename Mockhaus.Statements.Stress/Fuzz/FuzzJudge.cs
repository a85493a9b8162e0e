using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Mockhaus.Statements.Stress.Fuzz;

/// <summary>What an answer must not be, whatever was asked.</summary>
internal static class FuzzJudge
{
    /// <summary>What is wrong, or null.</summary>
    public static string? FaultOf(FuzzRequest request, IReadOnlyList<FuzzAnswer> answers) => answers.Count == 0
        ? request.IsWhole ? "No answer." : null
        : answers.Select(answer => FaultOf(request, answer)).FirstOrDefault(fault => fault is not null);

    private static string? FaultOf(FuzzRequest request, FuzzAnswer answer) => answer switch
    {
        { Status: 0 } => $"No HTTP: {Encoding.Latin1.GetString(answer.Body)}",

        // The server's own to what is no HTTP/1.1: a transfer coding or a version that it does not have.
        { Status: 501 or 505, Body: [] } when !request.IsWhole => null,
        { Status: >= 500 } => $"{answer.Status}: {Encoding.UTF8.GetString(answer.Body)}",
        { Body: [] } => null,
        { IsComplete: false } => request.IsWhole ? $"{answer.Status} with a body that is cut." : null,
        _ => IsJson(answer) ? null : $"{answer.Status} with a body that is no JSON: {Encoding.UTF8.GetString(answer.Body)}",
    };

    private static bool IsJson(FuzzAnswer answer)
    {
        try
        {
            using Stream body = answer.IsPacked ? new GZipStream(new MemoryStream(answer.Body), CompressionMode.Decompress) : new MemoryStream(answer.Body);
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            return false;
        }
    }
}
