using System.Data.Common;

namespace Mockhaus.Statements.Execution;

/// <summary>The options of the ADO.NET executor.</summary>
/// <remarks>Read once, when the executor is created. Not thread-safe.</remarks>
public sealed class AdoNetExecutorOptions
{
    private static readonly TimeSpan LongestLockTimeout = TimeSpan.FromDays(49);

    private TimeSpan _lockTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Called for each command and its statement before it runs, to rewrite the SQL or to set properties of the
    /// provider.</summary>
    /// <remarks>Required to add parameters for providers other than DuckDB. For DuckDB only the text of the command is used; bind
    /// variables are bound natively.</remarks>
    /// <value>Null: the SQL of the statement runs unchanged.</value>
    public Action<DbCommand, Statement>? ConfigureCommand { get; set; }

    /// <summary>For DuckDB, whether SQL can use <c>RESULT_SCAN</c>, <c>LAST_QUERY_ID</c>, <c>INFORMATION_SCHEMA.QUERY_HISTORY</c> with
    /// its variants, and <c>SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY</c>, for the statements of its own session.</summary>
    /// <remarks>They are replaced in the SQL before it runs, outside of quotes and comments. The last two need a history
    /// (<see cref="StatementHistoryOptions"/>). docs/snowflake-functions.md has the details.</remarks>
    /// <value>False.</value>
    public bool UseSnowflakeFunctions { get; set; }

    /// <summary>For DuckDB, how long a statement outside of a transaction waits for other transactions that change the same rows or
    /// objects.</summary>
    /// <remarks>
    /// <para>DuckDB has no locks: the second of two writers fails at once. Such a statement is run again, after a pause of up to 50 ms,
    /// until it succeeds, until its own timeout (<see cref="StatementErrorCodes.Timeout"/>), or until this time has passed since its first
    /// run failed; it then fails with <see cref="StatementErrorCodes.WriteConflict"/>. Within a transaction it fails at once with that
    /// code, and the transaction is rolled back.</para>
    /// <para>This option does not apply to other providers, which have their own rules.</para>
    /// </remarks>
    /// <value>5 minutes; from zero, which disables retries, to 49 days.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or longer than 49 days.</exception>
    public TimeSpan LockTimeout
    {
        get => _lockTimeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LongestLockTimeout);
            _lockTimeout = value;
        }
    }
}
