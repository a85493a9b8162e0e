using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>What a client says about gzip. Who says nothing gets partitions packed and everything else as it is, as from the real service.</summary>
internal static class GzipAcceptance
{
    public static bool IsAsked(HttpRequest request) => QualityOf(request) > 0;

    public static bool IsRefused(HttpRequest request) => QualityOf(request) <= 0;

    /// <summary>How much gzip is wanted, from 0 (not at all) to 1; null when nothing is said that can be read.</summary>
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
