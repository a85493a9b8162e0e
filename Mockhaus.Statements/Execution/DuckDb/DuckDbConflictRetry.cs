using DuckDB.NET.Data;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Runs statements again after a conflict with another writer, which DuckDB reports as an error.</summary>
/// <remarks>One instance for all statements of a data source: statements with a conflict take turns, so that they do not conflict with
/// each other.</remarks>
internal sealed class DuckDbConflictRetry(TimeSpan limit)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(50);

    /// <summary>The maximum wait for the turn. A statement that has it can be long, or use another table; the others then run
    /// concurrently.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(100);

    /// <summary>How often an upsert with a duplicate key error is run again. DuckDB sometimes reports a conflict as a duplicate, but it
    /// can also be one of another key.</summary>
    private const int MostDuplicates = 20;

    private readonly Lock _turn = new();

    /// <param name="command">The command, of which only the text and the connection are used.</param>
    /// <param name="execution">The statement, and the writer for its rows.</param>
    /// <param name="isPart">Whether it can be in a transaction of its request.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StatementFailedException">The statement failed, or had conflicts for longer than the limit.</exception>
    public void Run(DuckDBCommand command, StatementExecution execution, bool isPart, CancellationToken cancellationToken)
    {
        if (TryRun(command, execution, isPart, cancellationToken) is { } conflict)
        {
            RunAgain(conflict, command, execution, isPart, cancellationToken);
        }
    }

    private void RunAgain(
        StatementFailedException conflict, DuckDBCommand command, StatementExecution execution, bool isPart, CancellationToken cancellationToken)
    {
        // By the system clock, as the pauses.
        var first = TimeProvider.System.GetTimestamp();
        var (runs, duplicates) = (1, 0);
        for (var pause = TimeSpan.Zero; ; pause = Next(pause), runs++)
        {
            var isDuplicate = IsDuplicate(conflict);
            var isInTransaction = isPart && IsInTransaction(command);
            if (isDuplicate && (isInTransaction || ++duplicates > MostDuplicates))
            {
                throw conflict;
            }

            if (isInTransaction)
            {
                throw DuckDbErrors.ConflictInTransaction(conflict);
            }

            if (!execution.TryBeginAgain())
            {
                throw DuckDbErrors.ConflictAfterRows(conflict);
            }

            var waited = TimeProvider.System.GetElapsedTime(first);
            if (waited >= limit)
            {
                throw DuckDbErrors.ConflictTooLong(conflict, runs, waited, limit);
            }

            Wait(pause < limit - waited ? pause : limit - waited, cancellationToken);
            if (RunInTurn(command, execution, isPart, cancellationToken) is not { } again)
            {
                return;
            }

            conflict = again;
        }
    }

    private StatementFailedException? RunInTurn(DuckDBCommand command, StatementExecution execution, bool isPart, CancellationToken cancellationToken)
    {
        var isMine = _turn.TryEnter(LongestTurn);
        try
        {
            return TryRun(command, execution, isPart, cancellationToken);
        }
        finally
        {
            if (isMine)
            {
                _turn.Exit();
            }
        }
    }

    /// <returns>The conflict, or null.</returns>
    private static StatementFailedException? TryRun(
        DuckDBCommand command, StatementExecution execution, bool isPart, CancellationToken cancellationToken)
    {
        try
        {
            DuckDbCommandRunner.Run(command, execution, isPart, cancellationToken);
            return null;
        }
        catch (StatementFailedException exception) when (
            exception.Error.Code == StatementErrorCodes.WriteConflict || (IsDuplicate(exception) && IsUpsert(command.CommandText)))
        {
            return exception;
        }
    }

    /// <summary>Whether the statement was in a transaction. A conflict invalidates the transaction, which is rolled back here. A failed
    /// COMMIT has already ended it.</summary>
    private static bool IsInTransaction(DuckDBCommand command) =>
        DuckDbConnectionSettings.TryExecute((DuckDBConnection)command.Connection!, "ROLLBACK")
        || SqlTokenizer.Tokenize(command.CommandText).FirstOrDefault() is { Sql: not null } word && (word.Is("COMMIT") || word.Is("END"));

    private static bool IsDuplicate(StatementFailedException exception) => exception.Error.Code == "200001";

    /// <summary>Whether the SQL handles existing keys: ON CONFLICT, OR REPLACE, OR IGNORE, MERGE.</summary>
    private static bool IsUpsert(string sql) =>
        SqlTokenizer.Tokenize(sql).Any(token => token.Is("CONFLICT") || token.Is("REPLACE") || token.Is("IGNORE") || token.Is("MERGE"));

    private static TimeSpan Next(TimeSpan pause)
    {
        var longer = pause == TimeSpan.Zero ? FirstPause : pause * 2;
        return longer < LastPause ? longer : LastPause;
    }

    /// <summary>Waits for a random time between half of the pause and all of it, so that conflicting statements do not conflict
    /// again.</summary>
    private static void Wait(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause > TimeSpan.Zero)
        {
            cancellationToken.WaitHandle.WaitOne(pause * ((1 + Random.Shared.NextDouble()) / 2));
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
