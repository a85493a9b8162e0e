namespace Mockhaus.Statements.AspNetCore;

/// <summary>Thrown by an <see cref="ISqlApiSessionResolver"/> to refuse a request.</summary>
/// <param name="error">The reason; it determines the status, code and message of the response.</param>
/// <param name="reason">The details for the log, or null. They are not sent to the client, and must not contain the token.</param>
public sealed class SqlApiAuthenticationException(SqlApiAuthenticationError error, string? reason = null)
    : Exception(reason ?? $"The request was refused ({error}).")
{
    /// <summary>The reason.</summary>
    public SqlApiAuthenticationError Error { get; } = error;
}
