namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Commits groups of changes to a file. On the writer's thread.</summary>
internal sealed class GroupCommitter(string? path, long generationBytes, DuckDbFileState state, FileOpener opener)
{
    private const int MaxRows = 65_536;
    private const int LargeGroup = 2_000;

    /// <summary>Commits changes together, and completes them.</summary>
    public void Commit(IReadOnlyList<WriteCommand> changes)
    {
        var group = new WriteGroup(state.Index, state.NextSeq);
        var outcomes = new WriteOutcome[changes.Count];
        var isBegun = false;
        try
        {
            opener.EnsureOpen();

            // Work on the file comes first: if it opens the file again, the other changes are prepared against the new index.
            Prepare(changes, outcomes, group, change => change is FileCommand);
            group = new(state.Index, state.NextSeq);
            Prepare(changes, outcomes, group, change => change is not FileCommand);

            if (group.Rows.Count > 0)
            {
                isBegun = true;
                Append(group.Rows);
            }
        }
        catch (Exception exception)
        {
            Fail(changes, exception, isBegun);
            return;
        }

        state.ChangeIndex(_ => group.Publish());

        for (var i = 0; i < outcomes.Length; i++)
        {
            changes[i].Complete(outcomes[i]);
        }
    }

    private static void Prepare(IReadOnlyList<WriteCommand> changes, WriteOutcome[] outcomes, WriteGroup group, Predicate<WriteCommand> which)
    {
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (which(changes[i]))
            {
                outcomes[i] = changes[i].Prepare(group);
            }
        }
    }

    private void Append(List<StoredRow> rows)
    {
        var newest = state.Generations[^1];
        if (newest.Size >= generationBytes || newest.Rows >= MaxRows)
        {
            newest = state.AddGeneration();
        }

        var size = rows.Sum(row => row.Size);
        AppendWhole(newest, rows, isLarge: rows.Count > LargeGroup || size > generationBytes);
        state.NextSeq += rows.Count;
        newest.Rows += rows.Count;
        newest.Size += size;
    }

    /// <summary>DuckDB's appender commits by itself, but splits a large group into several commits: that needs a transaction around
    /// it.</summary>
    private void AppendWhole(Generation newest, List<StoredRow> rows, bool isLarge)
    {
        if (isLarge)
        {
            state.Database!.Execute("begin");
        }

        GenerationRows.Append(state.Database!.Writer, newest, rows, state.NextSeq);
        if (isLarge)
        {
            state.Database!.Execute("commit");
        }
    }

    /// <summary>
    /// Fails the changes of a group. A change that cannot be written must not fail the others of its group, so each is tried alone if it
    /// is certain that nothing was written. After a fatal error that is not known before the file is opened again.
    /// </summary>
    private void Fail(IReadOnlyList<WriteCommand> changes, Exception exception, bool isBegun)
    {
        if (IsUndone(isBegun || exception is DuckDB.NET.Data.DuckDBException) && changes.Count > 1)
        {
            foreach (var change in changes)
            {
                Commit([change]);
            }

            return;
        }

        foreach (var change in changes)
        {
            change.Fail(exception);
        }
    }

    /// <summary>Whether the database is as it was before the failed group; where it is not, it is closed.</summary>
    private bool IsUndone(bool isBegun)
    {
        if (state.Database is null)
        {
            return false;
        }

        var (isAlive, next) = (state.IsAlive(), state.NextSeq);
        if (isAlive && (!isBegun || path is null))
        {
            Rollback();
            return true;
        }

        // A database that answers is not always sound: after a commit that ran out of memory DuckDB takes later rows and writes the ones
        // that it had refused in their place, and an appender writes its rows when it is disposed (measured, 1.5). Only the file is
        // certain.
        opener.Abandon();
        return isAlive && TryOpen() && state.NextSeq == next;
    }

    private bool TryOpen()
    {
        try
        {
            opener.EnsureOpen();
            return true;
        }
        catch (StatementStoreException)
        {
            // The next call tries again and gets the error.
            return false;
        }
    }

    /// <summary>A failed transaction stays open until it is rolled back. That there was no transaction is not an error.</summary>
    private void Rollback()
    {
        try
        {
            state.Database?.Execute("rollback");
        }
        catch (DuckDB.NET.Data.DuckDBException)
        {
            // No transaction was open.
        }
    }
}
