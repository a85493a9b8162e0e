using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Ends a request with an error response.</summary>
internal sealed class SqlApiException(int status, StatementError error, StatementHandle? handle = null) : Exception(error.Message)
{
    public int Status { get; } = status;

    public StatementError Error { get; } = error;

    public StatementHandle? Handle { get; } = handle;

    /// <summary>What was asked for as a handle and names no statement; it is answered in the handle's place.</summary>
    public string? UnknownHandle { get; init; }

    /// <summary>Whether only the code and the message are answered, without the SQL state and a null for the handle.</summary>
    public bool IsBrief =>
        Status is StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests || Error.Code == SqlApiErrors.RoleNotGrantedCode;

    /// <summary>When it is worth trying again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
