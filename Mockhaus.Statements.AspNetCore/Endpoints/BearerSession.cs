using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Mockhaus.Statements.AspNetCore.Wire;

namespace Mockhaus.Statements.AspNetCore.Endpoints;

/// <summary>The session of a request: the hash of its bearer token, so that no token is ever stored.</summary>
internal static class BearerSession
{
    private const string Scheme = "Bearer ";

    /// <summary>Longer than a JWT with the usual claims, in bytes.</summary>
    private const int UsualLength = 2048;

    public static string Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header.AsSpan(Scheme.Length).Trim() : default;
        if (token.IsEmpty)
        {
            throw SqlApiErrors.NoToken();
        }

        var length = Encoding.UTF8.GetByteCount(token);
        var bytes = length <= UsualLength ? stackalloc byte[UsualLength] : new byte[length];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(token, bytes)], hash);
        return Convert.ToHexStringLower(hash);
    }
}
