using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore;

/// <summary>Says whose session a request of the SQL API belongs to.</summary>
/// <remarks>
/// Asked once a request, before its body is read, from many threads at once. What it says is the session of
/// <see cref="StatementManager.OpenSession"/>, by which statements are kept and found, and by which requests are limited. It is stored with each
/// statement, so it should not be a token or anything else that is secret.
/// </remarks>
public interface ISqlApiSessionResolver
{
    /// <summary>The session of a request.</summary>
    /// <param name="context">The request; its <see cref="HttpContext.RequestAborted"/> ends the question.</param>
    /// <returns>The session's id. An empty one is answered as <see cref="SqlApiAuthenticationError.MissingToken"/>.</returns>
    /// <exception cref="SqlApiAuthenticationException">The request is refused, with the answer that this stands for.</exception>
    ValueTask<string> ResolveAsync(HttpContext context);
}
