using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Reads whether a client accepts gzip. Without Accept-Encoding, partitions are compressed and other responses are not, as by the
/// real service.</summary>
internal static class GzipAcceptance
{
    public static bool IsAsked(HttpRequest request) => QualityOf(request) > 0;

    public static bool IsRefused(HttpRequest request) => QualityOf(request) <= 0;

    /// <summary>The quality value of gzip, from 0 (refused) to 1; null without a valid header.</summary>
    private static double? QualityOf(HttpRequest request)
    {
        var header = request.Headers.AcceptEncoding;
        if (header.Count == 0 || !StringWithQualityHeaderValue.TryParseList(header, out var codings))
        {
            return null;
        }

        var coding = codings.FirstOrDefault(coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase))
            ?? codings.FirstOrDefault(coding => coding.Value.Equals("*", StringComparison.Ordinal));
        return coding is null ? 0 : coding.Quality ?? 1;
    }
}
