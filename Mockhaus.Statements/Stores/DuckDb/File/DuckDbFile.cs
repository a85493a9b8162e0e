namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The file of a store. Joins the types that lock, open, read, commit and compact it.</summary>
internal sealed class DuckDbFile : IDisposable
{
    private readonly StoreFileLock _lock;
    private readonly DuckDbFileState _state;
    private readonly FileOpener _opener;
    private readonly GroupCommitter _committer;

    /// <exception cref="StatementStoreException">The file cannot be used; the message says why and what to do.</exception>
    public DuckDbFile(DuckDbStoreOptions options)
    {
        var generationBytes = options.GenerationSize * 1024L * 1024;
        var largeEntries = new LargeEntryCache();
        _lock = StoreFileLock.Acquire(options.Path);
        _state = new(largeEntries);
        Reader = new(_state, largeEntries);
        _opener = new(_lock.Path, options, _state, Reader);
        _committer = new(_lock.Path, generationBytes, _state, _opener);
        Compactor = new(_lock.Path, generationBytes, _state, _opener);
        try
        {
            if (_lock.Path is not null)
            {
                StoreFileChecks.Run(_lock.Path);
            }

            _opener.Load();
        }
        catch (Exception exception)
        {
            Close();
            throw StoreFileErrors.NotOpened(options.Path, exception);
        }
    }

    /// <summary>Reads statements and batches.</summary>
    public StoredStatementReader Reader { get; }

    /// <summary>Gives space back.</summary>
    public GenerationCompactor Compactor { get; }

    /// <summary>Calls a function with the index, under its lock. The function has to be short.</summary>
    public T WithIndex<T>(Func<StatementIndex, T> function) => _state.WithIndex(function);

    /// <summary>Commits changes together, and completes them. On the writer's thread.</summary>
    public void Commit(IReadOnlyList<WriteCommand> changes) => _committer.Commit(changes);

    /// <summary>Opens the file again if it does not answer any more. On the writer's thread.</summary>
    public void Recover() => _opener.Recover();

    public void Dispose()
    {
        try
        {
            // The next program that opens the file, a DuckDB shell among them, finds it whole and without a log beside it.
            _state.Database?.Execute("checkpoint");
        }
        catch (Exception exception) when (StoreFileErrors.IsDatabase(exception))
        {
            // All that was acknowledged is in the log, and is read when the file is opened again.
        }

        Close();
    }

    private void Close()
    {
        _state.Dispose();
        _lock.Dispose();
    }
}
