namespace Mockhaus.Statements.AspNetCore;

/// <summary>An <see cref="ISqlApiSessionResolver"/> refuses a request.</summary>
/// <param name="error">Why; it decides status, code and message of the answer.</param>
/// <param name="reason">What is wrong in particular, for whoever debugs the server, or null. It is not answered, and should not quote the token.</param>
public sealed class SqlApiAuthenticationException(SqlApiAuthenticationError error, string? reason = null)
    : Exception(reason ?? $"The request was refused ({error}).")
{
    /// <summary>Why.</summary>
    public SqlApiAuthenticationError Error { get; } = error;
}
