using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>Accepts JWTs that are signed with a registered key, and other tokens that are registered.</summary>
internal sealed class CheckedTokenResolver(SqlApiOptions options, TimeProvider timeProvider, ILogger logger) : ISqlApiSessionResolver
{
    private const string TypeHeader = "X-Snowflake-Authorization-Token-Type";

    private readonly KeyPairJwtValidator _jwts = new(RegisteredKeys.From(options), timeProvider);

    private readonly FrozenDictionary<string, TokenSession> _sessions = RegisteredTokens.From(options);

    public async ValueTask<string> ResolveAsync(HttpContext context)
    {
        try
        {
            var token = BearerSession.TokenOf(context.Request);
            var known = _sessions.GetValueOrDefault(BearerSession.From(token.Span));
            var session = context.Request.Headers[TypeHeader].ToString().ToUpperInvariant() switch
            {
                "" when known is not null => known,
                "" when JwtSession.LooksLikeJwt(token.Span) => await _jwts.CheckAsync(token),
                "KEYPAIR_JWT" => await _jwts.CheckAsync(token),
                "OAUTH" or "PROGRAMMATIC_ACCESS_TOKEN" when known is not null => known,
                "" or "OAUTH" or "PROGRAMMATIC_ACCESS_TOKEN" => throw new SqlApiAuthenticationException(
                    SqlApiAuthenticationError.InvalidOAuthToken, "The token is not one of Tokens or UserTokens."),
                _ => throw new SqlApiAuthenticationException(
                    SqlApiAuthenticationError.UnknownTokenType, "The header has an unknown token type."),
            };
            return session.SignIn(context);
        }
        catch (SqlApiAuthenticationException refused)
        {
            SqlApiLog.RequestRefused(logger, refused.Error, refused.Message);
            throw;
        }
    }
}
