using DuckDB.NET.Data;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Lets statements that lose a conflict with another writer wait and run again, where DuckDB would only refuse them.</summary>
/// <remarks>One of these serves all statements of a data source: those that have lost take turns, so that they do not defeat each other.</remarks>
internal sealed class DuckDbConflictRetry(TimeSpan limit)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(50);

    /// <summary>A statement that holds the turn may be a long one, or at work on another table: the others then go on beside it.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(100);

    /// <summary>How often an upsert that is told of a duplicate is run again: DuckDB at times calls a conflict that, but it may be one of another key.</summary>
    private const int MostDuplicates = 20;

    private readonly Lock _turn = new();

    /// <param name="command">The command, of which only the text counts.</param>
    /// <param name="execution">The statement, and where its rows go.</param>
    /// <param name="isPart">Whether it may stand within a transaction of its request.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <exception cref="StatementFailedException">It failed, or has lost for longer than the limit.</exception>
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
        // The pauses are real ones, and so is the time that they are counted in.
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

    /// <returns>The conflict that it has lost, or null.</returns>
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

    /// <summary>Whether it was within a transaction, which a conflict has spoiled: it is rolled back here. A COMMIT that fails has no transaction any more.</summary>
    private static bool IsInTransaction(DuckDBCommand command) =>
        DuckDbConnectionSettings.TryExecute((DuckDBConnection)command.Connection!, "ROLLBACK")
        || SqlTokenizer.Tokenize(command.CommandText).FirstOrDefault() is { Sql: not null } word && (word.Is("COMMIT") || word.Is("END"));

    private static bool IsDuplicate(StatementFailedException exception) => exception.Error.Code == "200001";

    /// <summary>Whether it writes keys that are there already: ON CONFLICT, OR REPLACE, OR IGNORE, MERGE.</summary>
    private static bool IsUpsert(string sql) =>
        SqlTokenizer.Tokenize(sql).Any(token => token.Is("CONFLICT") || token.Is("REPLACE") || token.Is("IGNORE") || token.Is("MERGE"));

    private static TimeSpan Next(TimeSpan pause)
    {
        var longer = pause == TimeSpan.Zero ? FirstPause : pause * 2;
        return longer < LastPause ? longer : LastPause;
    }

    /// <summary>Somewhere between half of it and all of it, so that those who met do not meet again.</summary>
    private static void Wait(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause > TimeSpan.Zero)
        {
            cancellationToken.WaitHandle.WaitOne(pause * ((1 + Random.Shared.NextDouble()) / 2));
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
