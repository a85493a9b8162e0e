namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Opens the database of a file, and opens it again after a fatal error. On the writer's thread.</summary>
internal sealed class FileOpener(string? path, DuckDbStoreOptions options, DuckDbFileState state, StoredStatementReader reader)
{
    private static readonly TimeSpan ReopenPause = TimeSpan.FromSeconds(1);

    private long _failedAt;

    /// <summary>Opens the file again when it was closed after an error, at most once a second.</summary>
    /// <exception cref="StatementStoreException">The file cannot be opened.</exception>
    public void EnsureOpen()
    {
        if (state.Database is not null && state.Failure is null)
        {
            return;
        }

        // A database in memory is lost with its instance. A new, empty one would answer "not found" where the store has failed.
        if (state.Failure is not null && (path is null || TimeProvider.System.GetElapsedTime(_failedAt) < ReopenPause))
        {
            throw StoreFileErrors.NotOpened(options.Path, state.Failure);
        }

        try
        {
            Load();
        }
        catch (Exception exception)
        {
            (state.Failure, _failedAt) = (exception, TimeProvider.System.GetTimestamp());
            throw StoreFileErrors.NotOpened(options.Path, exception);
        }
    }

    /// <summary>Opens the file again if it does not answer any more.</summary>
    /// <exception cref="StatementStoreException">The file cannot be opened.</exception>
    public void Recover()
    {
        if (state.Database is not null && !state.IsAlive())
        {
            Abandon();
        }

        EnsureOpen();
    }

    /// <summary>Closes the database after a fatal error. The next call that needs it opens it again.</summary>
    public void Abandon()
    {
        state.Close();
        if (path is null)
        {
            state.Failure = new IOException("The database in memory has failed, and everything in it is lost. Make a new store.");
        }
    }

    /// <summary>Opens the database and builds the index of its rows.</summary>
    public void Load()
    {
        state.Open(path, options.MemoryLimit);
        LoadLiveStatements();
    }

    /// <summary>Live statements are kept in memory: they are few, and are asked for all the time.</summary>
    private void LoadLiveStatements()
    {
        var live = state.WithIndex(index => index.LiveCount == 0
            ? []
            : index.All.Where(entry => !entry.IsFinished).Select(entry => index.Find(entry.Handle)!).ToList());
        foreach (var page in live.Chunk(256))
        {
            foreach (var statement in reader.ReadEntries(page))
            {
                state.ChangeIndex(index => index.SetLive(statement));
            }
        }
    }
}
