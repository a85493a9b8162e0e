using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Mockhaus.Statements.AspNetCore.Wire;

namespace Mockhaus.Statements.AspNetCore.Endpoints;

/// <summary>The session of a request: the hash of its bearer token, so that no token is ever stored.</summary>
internal static class BearerSession
{
    private const string Scheme = "Bearer ";

    public static string Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.AsSpan(Scheme.Length).Trim().IsEmpty)
        {
            throw SqlApiErrors.NoToken();
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim())));
    }
}
