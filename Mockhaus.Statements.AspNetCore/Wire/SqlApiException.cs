namespace Mockhaus.Statements.AspNetCore.Wire;

/// <summary>Ends a request with an error response.</summary>
internal sealed class SqlApiException(int status, StatementError error, StatementHandle? handle = null) : Exception(error.Message)
{
    public int Status { get; } = status;

    public StatementError Error { get; } = error;

    public StatementHandle? Handle { get; } = handle;

    /// <summary>When it is worth trying again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
