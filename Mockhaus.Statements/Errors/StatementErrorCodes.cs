namespace Mockhaus.Statements;

/// <summary>The codes of <see cref="StatementError.Code"/> that this library sets.</summary>
/// <remarks>Codes below 900000 are Snowflake's own. Codes from 900000 are for errors that Snowflake has no code for.</remarks>
public static class StatementErrorCodes
{
    /// <summary>A statement of a multi-statement request has failed (SQLSTATE P0000).</summary>
    public const string ChildFailed = "100132";

    /// <summary>The number of statements in the request differs from its statement count (SQLSTATE 0A000).</summary>
    public const string StatementCount = "000008";

    /// <summary>The statement was cancelled (SQLSTATE 57014).</summary>
    public const string Cancelled = "000604";

    /// <summary>The statement ran longer than its timeout (SQLSTATE 57014).</summary>
    public const string Timeout = "000630";

    /// <summary>The text contains no SQL (SQLSTATE 42601).</summary>
    public const string EmptyStatement = "000900";

    /// <summary>A session parameter has an invalid value (SQLSTATE 22023).</summary>
    public const string InvalidParameter = "001008";

    /// <summary>The executor failed with an exception that has no error code (SQLSTATE 58000).</summary>
    public const string ExecutionFailed = "900001";

    /// <summary>The result is larger than <see cref="StatementResultOptions.MaxResultBytes"/> (SQLSTATE 54000).</summary>
    public const string ResultTooLarge = "900002";

    /// <summary>The store could not store the result, in which case the statement may have taken effect; or it could not store the
    /// statement, which then did not run (SQLSTATE 58030). The message says which.</summary>
    public const string ResultNotStored = "900003";

    /// <summary>The server stopped before the statement ended (SQLSTATE 57P01).</summary>
    public const string Shutdown = "900004";

    /// <summary>A value cannot be represented in Snowflake's types (SQLSTATE 22003).</summary>
    public const string ValueNotRepresentable = "900005";

    /// <summary>The statement or the request is longer than allowed (SQLSTATE 54000).</summary>
    public const string RequestTooLarge = "900006";

    /// <summary>The handle or the request id belongs to another statement (SQLSTATE 42710).</summary>
    public const string Conflict = "900007";

    /// <summary>The store is unavailable (SQLSTATE 58030).</summary>
    public const string StoreUnavailable = "900008";

    /// <summary>The manager that ran the statement has ended or lost its lease (SQLSTATE 57P02). The statement is not run again
    /// automatically.</summary>
    public const string OwnerLost = "900009";

    /// <summary>The rows were evicted to keep all results within
    /// <see cref="StatementResultOptions.MaxTotalResultBytes"/> (SQLSTATE 54000).</summary>
    public const string RowsEvicted = "900010";

    /// <summary>An earlier statement of the same request did not succeed, so this one did not run (SQLSTATE 57014).</summary>
    public const string NotReached = "900011";

    /// <summary>The server ran out of memory while it ran the statement, which may have taken effect, or while it wrote a response
    /// (SQLSTATE 53200).</summary>
    public const string OutOfMemory = "900013";

    /// <summary>No rule of the scripted executor matches the SQL (SQLSTATE 0A000).</summary>
    public const string NotScripted = "900012";

    /// <summary>The request body did not arrive within its time limit (SQLSTATE 57014).</summary>
    public const string RequestTimeout = "900014";

    /// <summary>Another transaction has changed the same rows or objects, and the statement could not be run again, or not within
    /// <see cref="Execution.AdoNetExecutorOptions.LockTimeout"/> (SQLSTATE 40001). Nothing was changed; the request can be sent
    /// again.</summary>
    public const string WriteConflict = "900015";

    /// <summary>The database has failed and is being reopened (SQLSTATE 58030). Sent again, as a new request, the statement can succeed.
    /// Check first whether a change that failed with this code took effect.</summary>
    public const string DatabaseUnavailable = "900016";

    /// <summary>RESULT_SCAN of a statement that has not ended.</summary>
    public const string ResultNotReady = "900017";

    /// <summary>The history, which has to record a statement before it runs (<see cref="StatementHistoryOptions.Required"/>), is unavailable.
    /// HTTP 503.</summary>
    public const string HistoryUnavailable = "900018";
}
