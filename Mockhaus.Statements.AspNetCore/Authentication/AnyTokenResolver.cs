using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>Accepts any token without checking it. A token in the UserTokens of the options belongs to the session of its user.</summary>
internal sealed class AnyTokenResolver(SqlApiOptions options) : ISqlApiSessionResolver
{
    private readonly FrozenDictionary<string, TokenSession> _sessions = RegisteredTokens.From(options);

    public ValueTask<string> ResolveAsync(HttpContext context)
    {
        var token = BearerSession.TokenOf(context.Request);
        if (_sessions.Count > 0 && _sessions.TryGetValue(BearerSession.From(token.Span), out var known))
        {
            return ValueTask.FromResult(known.SignIn(context));
        }

        var session = JwtSession.TryRead(token, out var jwt) ? JwtSession.From(jwt) : null;
        return ValueTask.FromResult(session?.SignIn(context) ?? BearerSession.From(token.Span));
    }
}
