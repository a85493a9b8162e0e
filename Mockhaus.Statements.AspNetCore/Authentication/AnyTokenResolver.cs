using Microsoft.AspNetCore.Http;
using Mockhaus.Statements.AspNetCore.Endpoints;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>Takes every token at its word.</summary>
internal sealed class AnyTokenResolver : ISqlApiSessionResolver
{
    public ValueTask<string> ResolveAsync(HttpContext context)
    {
        var token = BearerSession.TokenOf(context.Request);
        var session = JwtSession.TryRead(token, out var jwt) ? JwtSession.Of(jwt) : null;
        return ValueTask.FromResult(session ?? BearerSession.Of(token.Span));
    }
}
