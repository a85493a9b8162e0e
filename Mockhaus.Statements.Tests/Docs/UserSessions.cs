using Microsoft.AspNetCore.Http;
using Mockhaus.Statements.AspNetCore;

namespace Mockhaus.Statements.Tests.Docs;

internal sealed class UserSessions : ISqlApiSessionResolver
{
    public ValueTask<string> ResolveAsync(HttpContext context) => context.User.Identity?.Name is { } name
        ? ValueTask.FromResult(name)
        : throw new SqlApiAuthenticationException(SqlApiAuthenticationError.InvalidOAuthToken);
}
