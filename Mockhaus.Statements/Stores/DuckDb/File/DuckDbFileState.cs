namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>What is known of an open file: its database, its tables, and the index of its rows.</summary>
/// <remarks>
/// One thread writes, the <see cref="GroupWriter"/>'s, and only that thread replaces the database, the tables and the next row number;
/// any thread reads. Rows are read under a shared lock, because opening the file again needs every connection closed: DuckDB.NET
/// would hand out the broken instance once more.
/// </remarks>
internal sealed class DuckDbFileState(LargeEntryCache largeEntries) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ReaderWriterLockSlim _open = new();
    private Generation[] _generations = [];

    /// <summary>The index, for the writer's thread. Other threads use <see cref="WithIndex"/>.</summary>
    public StatementIndex Index { get; private set; } = new();

    /// <summary>The tables, oldest first.</summary>
    public Generation[] Generations
    {
        get => Volatile.Read(ref _generations);
        set => Volatile.Write(ref _generations, value);
    }

    /// <summary>The open database, or null.</summary>
    public DuckDbDatabase? Database { get; private set; }

    /// <summary>Why the database is closed, or null.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The number of the next row.</summary>
    public long NextSeq { get; set; } = 1;

    /// <summary>Calls a function with the index, under its lock. The function has to be short.</summary>
    public T WithIndex<T>(Func<StatementIndex, T> function)
    {
        lock (_lock)
        {
            return function(Index);
        }
    }

    /// <summary>Changes the index under its lock.</summary>
    public void ChangeIndex(Action<StatementIndex> change)
    {
        lock (_lock)
        {
            change(Index);
        }
    }

    /// <summary>Reads rows by number, on the caller's thread.</summary>
    public void ReadRows(IEnumerable<long> seqs, bool withData, Action<ReadRow> read)
    {
        _open.EnterReadLock();
        try
        {
            var generations = Generations;
            foreach (var group in seqs.GroupBy(seq => FindGeneration(generations, seq)))
            {
                GenerationRows.Read(Database ?? throw Closed(), generations[group.Key], group, withData, read);
            }
        }
        finally
        {
            _open.ExitReadLock();
        }
    }

    /// <summary>Whether the database still answers. After a fatal error it never does again.</summary>
    public bool IsAlive()
    {
        _open.EnterReadLock();
        try
        {
            Database?.Read("select 1", static (_, _) => { });
            return Database is not null;
        }
        catch (Exception exception) when (StoreFileErrors.IsDatabase(exception))
        {
            return false;
        }
        finally
        {
            _open.ExitReadLock();
        }
    }

    /// <summary>Begins a new table for the rows that follow.</summary>
    public Generation AddGeneration()
    {
        var next = new Generation(_generations[^1].Number + 1, NextSeq);
        Generation[] all = [.. _generations, next];
        Database!.Execute($"begin; {DuckDbSchema.Create(next)} {DuckDbSchema.CreateViews(all)} commit;");
        Generations = all;
        return next;
    }

    /// <summary>Opens the database, in place of the one that is open, and builds the index of its rows.</summary>
    public void Open(string? path, int memoryLimit)
    {
        Close();
        var database = DuckDbDatabase.Open(path, memoryLimit);
        try
        {
            Publish(database, FileLoader.Load(database));
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Closes the database once no thread reads from it.</summary>
    public void Close()
    {
        _open.EnterWriteLock();
        try
        {
            Database?.Dispose();
            Database = null;
        }
        finally
        {
            _open.ExitWriteLock();
        }
    }

    public void Dispose() => Close();

    /// <summary>The place of the table that has a row. The later tables are asked for more often.</summary>
    public static int FindGeneration(Generation[] generations, long seq)
    {
        var at = generations.Length - 1;
        while (at > 0 && generations[at].FirstSeq > seq)
        {
            at--;
        }

        return at;
    }

    /// <summary>Makes a database that was just opened the current one.</summary>
    private void Publish(DuckDbDatabase database, LoadedFile loaded)
    {
        _open.EnterWriteLock();
        try
        {
            lock (_lock)
            {
                (Index, _generations, NextSeq) = (loaded.Index, loaded.Generations, loaded.NextSeq);
            }

            (Database, Failure) = (database, null);
            largeEntries.Clear();
        }
        finally
        {
            _open.ExitWriteLock();
        }
    }

    private IOException Closed() => new(Failure?.Message ?? "The database is closed.", Failure);
}
