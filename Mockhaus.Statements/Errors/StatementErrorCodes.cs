namespace Mockhaus.Statements;

/// <summary>The codes of <see cref="StatementError.Code"/> that this library itself gives.</summary>
/// <remarks>Those below 900000 are Snowflake's own; those from 900000 on say what Snowflake has no code for.</remarks>
public static class StatementErrorCodes
{
    /// <summary>A statement of a request of several has failed (SQLSTATE P0000).</summary>
    public const string ChildFailed = "100132";

    /// <summary>The request held more or fewer statements than it said (SQLSTATE 0A000).</summary>
    public const string StatementCount = "000008";

    /// <summary>Cancelled by the user (SQLSTATE 57014).</summary>
    public const string Cancelled = "000604";

    /// <summary>Ran longer than its timeout (SQLSTATE 57014).</summary>
    public const string Timeout = "000630";

    /// <summary>There is no SQL in the text (SQLSTATE 42601).</summary>
    public const string EmptyStatement = "000900";

    /// <summary>A session parameter has a value that cannot be used (SQLSTATE 22023).</summary>
    public const string InvalidParameter = "001008";

    /// <summary>The executor ended with an error that carries no code of its own (SQLSTATE 58000).</summary>
    public const string ExecutionFailed = "900001";

    /// <summary>The result is larger than <see cref="StatementResultOptions.MaxResultBytes"/> (SQLSTATE 54000).</summary>
    public const string ResultTooLarge = "900002";

    /// <summary>The store did not take the result, and the statement may have had its effect; or it did not take the statement, which then
    /// did not run (SQLSTATE 58030). The message says which.</summary>
    public const string ResultNotStored = "900003";

    /// <summary>The server stopped before the statement ended (SQLSTATE 57P01).</summary>
    public const string Shutdown = "900004";

    /// <summary>A value has no form in Snowflake's types (SQLSTATE 22003).</summary>
    public const string ValueNotRepresentable = "900005";

    /// <summary>The statement or the request is longer than allowed (SQLSTATE 54000).</summary>
    public const string RequestTooLarge = "900006";

    /// <summary>A handle or a request id is taken by another statement (SQLSTATE 42710).</summary>
    public const string Conflict = "900007";

    /// <summary>The store does not answer (SQLSTATE 58030).</summary>
    public const string StoreUnavailable = "900008";

    /// <summary>The manager that ran the statement is gone (SQLSTATE 57P02). It is not run again by itself.</summary>
    public const string OwnerLost = "900009";

    /// <summary>The rows were given up to keep all results within
    /// <see cref="StatementResultOptions.MaxTotalResultBytes"/> (SQLSTATE 54000).</summary>
    public const string RowsGivenUp = "900010";

    /// <summary>An earlier statement of the same request has ended badly, so this one did not run (SQLSTATE 57014).</summary>
    public const string NotReached = "900011";

    /// <summary>The server had not enough memory for the statement, which may have had its effect, or for an answer (SQLSTATE 53200).</summary>
    public const string OutOfMemory = "900013";

    /// <summary>The script that stands in for the database has no answer for the SQL (SQLSTATE 0A000).</summary>
    public const string NotScripted = "900012";

    /// <summary>The body of a request was not complete in time (SQLSTATE 57014).</summary>
    public const string RequestTimeout = "900014";

    /// <summary>Another transaction has changed the same rows or objects, and waiting for it was of no use or took longer than
    /// <see cref="Execution.AdoNetExecutorOptions.LockTimeout"/> (SQLSTATE 40001). Nothing was changed: the request may be sent again.</summary>
    public const string WriteConflict = "900015";

    /// <summary>The database has failed and is being opened again (SQLSTATE 58030). Sent again, as a new request, the statement can succeed;
    /// whether a change took effect that met this has to be looked up.</summary>
    public const string DatabaseUnavailable = "900016";
}
