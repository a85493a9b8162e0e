using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore;

/// <summary>Determines the session of a request to the SQL API.</summary>
/// <remarks>
/// Called once for each request, before its body is read, from many threads at once. The result is the session id of
/// <see cref="StatementManager.OpenSession"/>, by which statements are stored and found, and requests are limited. It is stored with each
/// statement, so it must not be a token or another secret.
/// </remarks>
public interface ISqlApiSessionResolver
{
    /// <summary>Returns the session id of a request.</summary>
    /// <param name="context">The request; its <see cref="HttpContext.RequestAborted"/> cancels the call.</param>
    /// <returns>The session id. An empty one is reported as <see cref="SqlApiAuthenticationError.MissingToken"/>.</returns>
    /// <exception cref="SqlApiAuthenticationException">The request is refused; the exception determines the response.</exception>
    ValueTask<string> ResolveAsync(HttpContext context);
}
