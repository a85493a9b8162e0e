using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>The session id of a bearer token: its hash, so that the token is not stored.</summary>
internal static class BearerSession
{
    private const string Scheme = "Bearer ";

    /// <summary>The buffer size in bytes, above that of a JWT with the usual claims.</summary>
    private const int UsualLength = 2048;

    /// <exception cref="SqlApiAuthenticationException">The request has no bearer token.</exception>
    public static ReadOnlyMemory<char> TokenOf(HttpRequest request)
    {
        // Without a copy of the token, for speed.
        var header = request.Headers.Authorization.ToString();
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header.AsMemory(Scheme.Length).Trim() : default;
        return token.IsEmpty ? throw new SqlApiAuthenticationException(SqlApiAuthenticationError.MissingToken) : token;
    }

    public static string From(ReadOnlySpan<char> token)
    {
        var length = Encoding.UTF8.GetByteCount(token);
        var bytes = length <= UsualLength ? stackalloc byte[UsualLength] : new byte[length];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(token, bytes)], hash);
        return Convert.ToHexStringLower(hash);
    }
}
