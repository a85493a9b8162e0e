using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Ends a request with an error response.</summary>
internal sealed class SqlApiException(int status, StatementError error, StatementHandle? handle = null) : Exception(error.Message)
{
    public int Status { get; } = status;

    public StatementError Error { get; } = error;

    public StatementHandle? Handle { get; } = handle;

    /// <summary>The requested handle of an unknown statement, which is returned as the handle.</summary>
    public string? UnknownHandle { get; init; }

    /// <summary>Whether the response contains only the code and the message, without the SQL state and the handle.</summary>
    public bool IsBrief =>
        Status is StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests || Error.Code == SqlApiErrors.RoleNotGrantedCode;

    /// <summary>When to try again, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
