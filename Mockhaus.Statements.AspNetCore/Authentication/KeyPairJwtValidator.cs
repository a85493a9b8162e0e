using System.Collections.Frozen;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>Validates JWTs in Snowflake's format for key pairs: <c>iss=ACCOUNT.USER.SHA256:fingerprint</c>,
/// <c>sub=ACCOUNT.USER</c>.</summary>
internal sealed class KeyPairJwtValidator(FrozenDictionary<string, RegisteredKey> keys, TimeProvider timeProvider)
{
    /// <summary>The maximum lifetime of a JWT after its issue, regardless of its expiry. In seconds, as all times of a JWT.</summary>
    private const long MaxLife = 3600;

    /// <summary>The allowed difference between the clocks of client and server, in seconds.</summary>
    private const long ClockSkew = 60;

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = JwtSession.MaxLength };

    /// <summary>The session id of a valid JWT.</summary>
    /// <exception cref="SqlApiAuthenticationException">The JWT is not valid.</exception>
    public async ValueTask<TokenSession> CheckAsync(ReadOnlyMemory<char> token)
    {
        if (!JwtSession.TryRead(token, out var jwt))
        {
            throw Invalid("It cannot be read as a JWT.");
        }

        if (JwtSession.UserOf(jwt.Issuer) is not { } user || !keys.TryGetValue(user + JwtSession.KeyOf(jwt.Issuer), out var key))
        {
            throw Invalid("Its issuer is not ACCOUNT.USER.SHA256:fingerprint of a registered key.");
        }

        if (!string.Equals(jwt.Subject, user, StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid("Its subject is not the user of its issuer.");
        }

        if (!(await _handler.ValidateTokenAsync(jwt, key.Signature)).IsValid)
        {
            throw Invalid("Its signature is not that of the key, or not RS256.");
        }

        CheckTimes(jwt);
        return JwtSession.From(jwt)!;
    }

    /// <summary>Called last, so that expiry is only reported for a JWT with a valid signature.</summary>
    private void CheckTimes(JsonWebToken jwt)
    {
        var now = timeProvider.GetUtcNow().ToUnixTimeSeconds();
        if (TimeOf(jwt, "iat") is not { } issued || TimeOf(jwt, "exp") is not { } expires)
        {
            throw Invalid("It does not say when it was issued (iat) and when it expires (exp).");
        }

        if (issued > now + ClockSkew || TimeOf(jwt, "nbf") > now + ClockSkew)
        {
            throw Invalid("It is not valid yet; times are in seconds, and in UTC.");
        }

        if (Math.Min(expires, issued + MaxLife) <= now - ClockSkew)
        {
            throw new SqlApiAuthenticationException(SqlApiAuthenticationError.ExpiredToken, "It has expired, or was issued more than an hour ago.");
        }
    }

    private static long? TimeOf(JsonWebToken jwt, string claim) => jwt.TryGetPayloadValue<long>(claim, out var seconds) ? seconds : null;

    private static SqlApiAuthenticationException Invalid(string reason) => new(SqlApiAuthenticationError.InvalidJwt, reason);
}
