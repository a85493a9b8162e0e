using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>The session of a bearer token: its hash, so that no token is ever stored.</summary>
internal static class BearerSession
{
    private const string Scheme = "Bearer ";

    /// <summary>Longer than a JWT with the usual claims, in bytes.</summary>
    private const int UsualLength = 2048;

    /// <exception cref="SqlApiAuthenticationException">There is none.</exception>
    public static ReadOnlyMemory<char> TokenOf(HttpRequest request)
    {
        // A web request is answered in microseconds, so none of them goes into a copy of the token.
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
