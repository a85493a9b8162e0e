using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>Takes every token at its word; those of a user that the options name are its user's.</summary>
internal sealed class AnyTokenResolver(SqlApiOptions options) : ISqlApiSessionResolver
{
    private readonly FrozenDictionary<string, string> _sessions = RegisteredTokens.From(options);

    public ValueTask<string> ResolveAsync(HttpContext context)
    {
        var token = BearerSession.TokenOf(context.Request);
        if (_sessions.Count > 0 && _sessions.TryGetValue(BearerSession.From(token.Span), out var known))
        {
            return ValueTask.FromResult(known);
        }

        var session = JwtSession.TryRead(token, out var jwt) ? JwtSession.From(jwt) : null;
        return ValueTask.FromResult(session ?? BearerSession.From(token.Span));
    }
}
