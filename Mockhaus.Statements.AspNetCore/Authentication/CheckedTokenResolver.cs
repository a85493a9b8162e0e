using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.AspNetCore.Endpoints;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>Takes JWTs that a registered key has signed, and other tokens that are registered themselves.</summary>
internal sealed class CheckedTokenResolver(SqlApiOptions options, TimeProvider timeProvider, ILogger logger) : ISqlApiSessionResolver
{
    private const string TypeHeader = "X-Snowflake-Authorization-Token-Type";

    private readonly KeyPairJwts _jwts = new(RegisteredKeys.Of(options), timeProvider);

    // Hashes, so that a dump of the memory of a running server is no list of tokens, and comparing tells nothing by its time.
    private readonly FrozenSet<string> _tokens = options.Tokens.Select(token => BearerSession.Of(token.Trim())).ToFrozenSet(StringComparer.Ordinal);

    public async ValueTask<string> ResolveAsync(HttpContext context)
    {
        try
        {
            var token = BearerSession.TokenOf(context.Request);
            var hash = BearerSession.Of(token.Span);
            return context.Request.Headers[TypeHeader].ToString().ToUpperInvariant() switch
            {
                "" when _tokens.Contains(hash) => hash,
                "" when JwtSession.LooksLikeJwt(token.Span) => await _jwts.CheckAsync(token),
                "KEYPAIR_JWT" => await _jwts.CheckAsync(token),
                "OAUTH" or "PROGRAMMATIC_ACCESS_TOKEN" when _tokens.Contains(hash) => hash,
                "" or "OAUTH" or "PROGRAMMATIC_ACCESS_TOKEN" => throw new SqlApiAuthenticationException(
                    SqlApiAuthenticationError.InvalidOAuthToken, "The token is not one of the Tokens."),
                _ => throw new SqlApiAuthenticationException(
                    SqlApiAuthenticationError.UnknownTokenType, "The header names no type of token that there is."),
            };
        }
        catch (SqlApiAuthenticationException refused)
        {
            SqlApiLog.RequestRefused(logger, refused.Error, refused.Message);
            throw;
        }
    }
}
