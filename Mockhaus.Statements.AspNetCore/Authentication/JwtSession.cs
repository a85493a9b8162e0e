using System.Diagnostics.CodeAnalysis;
using Microsoft.IdentityModel.JsonWebTokens;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>The session id of a JWT, from its issuer and subject, so that a renewed JWT has the same session.</summary>
internal static class JwtSession
{
    /// <summary>The maximum length in characters, far above that of usual claims. A longer token is not parsed.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>Precedes the fingerprint of the key in an issuer: "ACCOUNT.USER.SHA256:…".</summary>
    public const string FingerprintPrefix = ".SHA256:";

    public static bool LooksLikeJwt(ReadOnlySpan<char> token) => token.Length <= MaxLength && token.Count('.') == 2;

    /// <summary>Reads a JWT without checking its signature.</summary>
    public static bool TryRead(ReadOnlyMemory<char> token, [NotNullWhen(true)] out JsonWebToken? jwt)
    {
        jwt = null;
        if (!LooksLikeJwt(token.Span))
        {
            return false;
        }

        try
        {
            jwt = new(token);
            return true;
        }
        catch (ArgumentException)
        {
            // Not every text with two dots is a JWT, and there is no check without an exception.
            return false;
        }
    }

    /// <summary>The session and its user, or null when the JWT has no issuer or no subject.</summary>
    /// <remarks>The fingerprint of the key is not included, so that a user who changes keys keeps the session.</remarks>
    public static TokenSession? From(JsonWebToken jwt)
    {
        // A claim with JSON's null is read as null, not as an empty text.
        if (string.IsNullOrEmpty(jwt.Issuer) || string.IsNullOrEmpty(jwt.Subject) || jwt.Issuer.Contains('\n', StringComparison.Ordinal))
        {
            return null;
        }

        // A header cannot contain a line feed, so an opaque token cannot have the hash of a user.
        return UserOf(jwt.Issuer) is { } user
            ? new(FromUser(user, jwt.Subject), user)
            : new(BearerSession.From($"{jwt.Issuer}\n{jwt.Subject}"), null);
    }

    /// <summary>The session id of a user name, case-insensitive. For ACCOUNT.USER it is the session of the user's JWTs, with any
    /// key.</summary>
    public static string FromUser(string user) => FromUser(user.Trim(), user.Trim());

    /// <summary>The user of an issuer ACCOUNT.USER.SHA256:fingerprint, in upper case, as Snowflake compares it; null for another issuer or
    /// none.</summary>
    public static string? UserOf(string? issuer) => issuer is not null && PrefixAt(issuer) is var mark and > 0 ? issuer[..mark].ToUpperInvariant() : null;

    /// <summary>The rest of such an issuer: the prefix and the fingerprint, which is case-sensitive.</summary>
    public static string KeyOf(string issuer) => FingerprintPrefix + issuer[(PrefixAt(issuer) + FingerprintPrefix.Length)..];

    private static string FromUser(string user, string subject) => BearerSession.From($"{user.ToUpperInvariant()}\n{subject.ToUpperInvariant()}");

    private static int PrefixAt(string issuer) => issuer.IndexOf(FingerprintPrefix, StringComparison.OrdinalIgnoreCase);
}
