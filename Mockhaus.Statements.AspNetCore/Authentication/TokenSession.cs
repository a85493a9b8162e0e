using System.Security.Principal;
using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>What a token says: its session, and its user where it has one.</summary>
/// <param name="SessionId">The session id.</param>
/// <param name="User">The user in upper case, such as ACCOUNT.USER, or null.</param>
internal sealed record TokenSession(string SessionId, string? User)
{
    /// <summary>Makes the user the one of the request, as an authentication handler of ASP.NET Core does, unless it has one.</summary>
    /// <returns>The session id.</returns>
    public string SignIn(HttpContext context)
    {
        if (User is not null && context.User.Identity is not { IsAuthenticated: true })
        {
            context.User = new GenericPrincipal(new GenericIdentity(User, "Bearer"), null);
        }

        return SessionId;
    }
}
