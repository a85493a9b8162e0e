namespace Mockhaus.Statements.Stores.DuckDb;

/// <content>Writing, on one thread.</content>
internal sealed partial class DuckDbFile
{
    private const int MaxRows = 65_536;
    private const int LargeGroup = 2_000;

    /// <summary>Makes changes durable together, and completes them.</summary>
    public void Commit(IReadOnlyList<WriteCommand> changes)
    {
        var group = new WriteGroup(_index, _nextSeq);
        var outcomes = new WriteOutcome[changes.Count];
        var isBegun = false;
        try
        {
            EnsureOpen();

            // Work on the file comes first: should it open the file again, the others have to see what is in it then.
            Prepare(changes, outcomes, group, change => change is FileCommand);
            group = new(_index, _nextSeq);
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

        lock (_lock)
        {
            group.Publish();
        }

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
        var newest = _generations[^1];
        if (newest.Size >= GenerationBytes || newest.Rows >= MaxRows)
        {
            newest = Roll();
        }

        var size = rows.Sum(row => row.Size);
        AppendWhole(newest, rows, isLarge: rows.Count > LargeGroup || size > GenerationBytes);
        _nextSeq += rows.Count;
        newest.Rows += rows.Count;
        newest.Size += size;
    }

    /// <summary>DuckDB's appender is a commit of its own, but breaks a large one in two: that needs a transaction around it.</summary>
    private void AppendWhole(Generation newest, List<StoredRow> rows, bool isLarge)
    {
        if (isLarge)
        {
            _database!.Execute("begin");
        }

        GenerationRows.Append(_database!.Writer, newest, rows, _nextSeq);
        if (isLarge)
        {
            _database!.Execute("commit");
        }
    }

    private Generation Roll()
    {
        var next = new Generation(_generations[^1].Number + 1, _nextSeq);
        Generation[] all = [.. _generations, next];
        _database!.Execute($"begin; {DuckDbSchema.Create(next)} {DuckDbSchema.CreateViews(all)} commit;");
        Volatile.Write(ref _generations, all);
        return next;
    }

    /// <summary>
    /// One that cannot be written must not take its neighbours with it: each is tried alone, if it is certain that nothing
    /// was written. After a fatal error nobody knows; the file is opened again, and tells.
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

    /// <summary>Whether the database stands as it did before what has failed; it is given up where it does not.</summary>
    private bool IsUndone(bool isBegun)
    {
        if (_database is null)
        {
            return false;
        }

        var (isAlive, next) = (IsAlive(), _nextSeq);
        if (isAlive && (!isBegun || _path is null))
        {
            Rollback();
            return true;
        }

        // Alive is not sound: after a commit that ran out of memory DuckDB takes later rows and writes the ones that it had
        // refused in their place, and an appender writes what it has when it is let go (measured, 1.5). Only the file knows.
        Abandon();
        return isAlive && TryOpen() && _nextSeq == next;
    }

    private bool TryOpen()
    {
        try
        {
            EnsureOpen();
            return true;
        }
        catch (StatementStoreException)
        {
            // The next who asks tries again, and is told why not.
            return false;
        }
    }

    /// <summary>A transaction that has failed stays open until it is rolled back; that there was none is no failure.</summary>
    private void Rollback()
    {
        try
        {
            _database?.Execute("rollback");
        }
        catch (DuckDB.NET.Data.DuckDBException)
        {
            // No transaction was open.
        }
    }
}
