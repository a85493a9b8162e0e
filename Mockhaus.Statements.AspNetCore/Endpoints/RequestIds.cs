using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.Endpoints;

/// <summary>The request id that a request brings.</summary>
internal static class RequestIds
{
    /// <summary>The id, or an empty text. A UUID is put in lower case, as its letters have no case of their own; other text stays as it is.</summary>
    public static string Of(HttpRequest request)
    {
        var given = request.Query["requestId"].ToString();
        return Guid.TryParseExact(given, "D", out var id) ? id.ToString() : given;
    }
}
