using System.Data.Common;

namespace Mockhaus.Statements.Execution;

/// <summary>How the ADO.NET executor makes its commands, and how long they wait for others.</summary>
/// <remarks>Read once, when the executor is made; not for several threads.</remarks>
public sealed class AdoNetExecutorOptions
{
    private static readonly TimeSpan LongestLockTimeout = TimeSpan.FromDays(49);

    private TimeSpan _lockTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Called for each command before it runs, with its statement: to rewrite the SQL, or to set what the provider knows.</summary>
    /// <remarks>Providers other than DuckDB's get their parameters here. Of DuckDB's commands only the text counts: its bind
    /// variables are bound natively.</remarks>
    /// <value>Null: the statement's SQL runs as it is.</value>
    public Action<DbCommand, Statement>? ConfigureCommand { get; set; }

    /// <summary>On DuckDB, how long a statement outside of a transaction waits for other transactions that change the same rows or objects.</summary>
    /// <remarks>
    /// <para>DuckDB has no locks: the second of two writers fails at once. Such a statement is run again, after a pause of up to 50 ms, until it
    /// gets through, until its own timeout (<see cref="StatementErrorCodes.Timeout"/>), or until this time has passed since its first run failed; it then fails with
    /// <see cref="StatementErrorCodes.WriteConflict"/>. Within a transaction it fails at once with that code, and the transaction is rolled back.</para>
    /// <para>Other providers wait by their own rules; this option is not for them.</para>
    /// </remarks>
    /// <value>5 minutes; from zero, which runs nothing again, to 49 days.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or longer than 49 days.</exception>
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
