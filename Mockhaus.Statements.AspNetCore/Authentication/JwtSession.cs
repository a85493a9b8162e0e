using System.Diagnostics.CodeAnalysis;
using Microsoft.IdentityModel.JsonWebTokens;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>The session that a JWT names: that of its issuer and subject, so that a renewed one goes on in it.</summary>
internal static class JwtSession
{
    /// <summary>Far above what the usual claims take, in characters. What is longer is not looked into.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>Ends an issuer before its key's fingerprint: "ACCOUNT.USER.SHA256:…".</summary>
    public const string FingerprintPrefix = ".SHA256:";

    public static bool LooksLikeJwt(ReadOnlySpan<char> token) => token.Length <= MaxLength && token.Count('.') == 2;

    /// <summary>Reads a JWT and believes it: its signature is not checked.</summary>
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
            // Two dots do not make a JWT. There is no way to ask first.
            return false;
        }
    }

    /// <summary>The session, or null where the JWT has no issuer or no subject.</summary>
    /// <remarks>Without the fingerprint of a key, so that a user who changes keys is still the same.</remarks>
    public static string? From(JsonWebToken jwt)
    {
        // A claim that is JSON's null is one to the reader, not an empty text.
        if (string.IsNullOrEmpty(jwt.Issuer) || string.IsNullOrEmpty(jwt.Subject) || jwt.Issuer.Contains('\n', StringComparison.Ordinal))
        {
            return null;
        }

        // No header holds a line feed, so no opaque token has the hash of a user.
        return UserOf(jwt.Issuer) is { } user
            ? FromUser(user, jwt.Subject)
            : BearerSession.From($"{jwt.Issuer}\n{jwt.Subject}");
    }

    /// <summary>The session of a user by name, in any case. That of ACCOUNT.USER is the session of its JWTs, whatever key they are signed with.</summary>
    public static string FromUser(string user) => FromUser(user.Trim(), user.Trim());

    /// <summary>Of the issuer ACCOUNT.USER.SHA256:fingerprint, the user in upper case, as Snowflake compares it; null for another issuer or none.</summary>
    public static string? UserOf(string? issuer) => issuer is not null && PrefixAt(issuer) is var mark and > 0 ? issuer[..mark].ToUpperInvariant() : null;

    /// <summary>The rest of such an issuer: the mark and the fingerprint, whose case counts.</summary>
    public static string KeyOf(string issuer) => FingerprintPrefix + issuer[(PrefixAt(issuer) + FingerprintPrefix.Length)..];

    private static string FromUser(string user, string subject) => BearerSession.From($"{user.ToUpperInvariant()}\n{subject.ToUpperInvariant()}");

    private static int PrefixAt(string issuer) => issuer.IndexOf(FingerprintPrefix, StringComparison.OrdinalIgnoreCase);
}
