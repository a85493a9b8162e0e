namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The file of a store: its database, its tables, and the index of what is in them.</summary>
/// <remarks>
/// One thread writes, the <see cref="GroupWriter"/>'s; any thread reads. What is read from the database is read under a shared
/// lock, because opening it again needs every connection closed: DuckDB.NET would hand out the broken instance once more.
/// </remarks>
internal sealed partial class DuckDbFile : IDisposable
{
    private static readonly TimeSpan ReopenPause = TimeSpan.FromSeconds(1);

    private readonly DuckDbStoreOptions _options;
    private readonly string? _path;
    private readonly Lock _lock = new();
    private readonly ReaderWriterLockSlim _open = new();
    private StatementIndex _index = new();
    private Generation[] _generations = [];
    private DuckDbDatabase? _database;
    private Exception? _failure;
    private long _failedAt;
    private long _nextSeq = 1;

    /// <exception cref="StatementStoreException">The file cannot be used; the message says why and what to do.</exception>
    public DuckDbFile(DuckDbStoreOptions options)
    {
        _options = options;
        try
        {
            _path = options.Path is null ? null : StoreFilePath.Canonical(options.Path);
            if (_path is not null)
            {
                StoreFilePath.Register(_path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw StoreFileErrors.NotOpened(options.Path, exception);
        }

        try
        {
            if (_path is not null)
            {
                StoreFileChecks.Run(_path);
            }

            Load();
        }
        catch (Exception exception)
        {
            Leave();
            throw StoreFileErrors.NotOpened(options.Path, exception);
        }
    }

    /// <summary>Lets somebody look at the index, for a moment: nothing else goes on meanwhile.</summary>
    public T WithIndex<T>(Func<StatementIndex, T> look)
    {
        lock (_lock)
        {
            return look(_index);
        }
    }

    /// <summary>Whether the database still answers. After a fatal error it never does again.</summary>
    public bool IsAlive()
    {
        _open.EnterReadLock();
        try
        {
            _database?.Read("select 1", static (_, _) => { });
            return _database is not null;
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

    /// <summary>Opens the file again when it had to be given up, but no more than once a second. On the writer's thread.</summary>
    /// <exception cref="StatementStoreException">It cannot be opened.</exception>
    public void EnsureOpen()
    {
        if (_database is not null && _failure is null)
        {
            return;
        }

        // What was in memory is gone with its instance: an empty one in its place would say "not found" for an outage.
        if (_failure is not null && (_path is null || TimeProvider.System.GetElapsedTime(_failedAt) < ReopenPause))
        {
            throw StoreFileErrors.NotOpened(_options.Path, _failure);
        }

        try
        {
            Load();
        }
        catch (Exception exception)
        {
            (_failure, _failedAt) = (exception, TimeProvider.System.GetTimestamp());
            throw StoreFileErrors.NotOpened(_options.Path, exception);
        }
    }

    /// <summary>Opens the file again if it does not answer any more. On the writer's thread.</summary>
    public void Recover()
    {
        if (_database is not null && !IsAlive())
        {
            Abandon();
        }

        EnsureOpen();
    }

    /// <summary>Gives the database up after a fatal error. The next who asks opens it again.</summary>
    private void Abandon()
    {
        Close();
        if (_path is null)
        {
            _failure = new IOException("The database in memory has failed, and everything in it is lost. Make a new store.");
        }
    }

    public void Dispose()
    {
        try
        {
            // Whoever opens the file next, a person with a shell among them, finds it whole and without a log beside it.
            _database?.Execute("checkpoint");
        }
        catch (Exception exception) when (StoreFileErrors.IsDatabase(exception))
        {
            // All that was acknowledged is in the log; the next who opens the file reads it.
        }

        Leave();
    }

    private void Leave()
    {
        Close();
        if (_path is not null)
        {
            StoreFilePath.Unregister(_path);
        }
    }

    private void Close()
    {
        _open.EnterWriteLock();
        try
        {
            _database?.Dispose();
            _database = null;
        }
        finally
        {
            _open.ExitWriteLock();
        }
    }

    /// <summary>Opens the database and builds the index of what is in it.</summary>
    private void Load()
    {
        Close();
        var database = DuckDbDatabase.Open(_path, _options.MemoryLimit);
        try
        {
            Show(database, FileLoader.Load(database));
        }
        catch
        {
            database.Dispose();
            throw;
        }

        LoadLiveStatements();
    }

    private void Show(DuckDbDatabase database, LoadedFile loaded)
    {
        _open.EnterWriteLock();
        try
        {
            lock (_lock)
            {
                (_index, _generations, _nextSeq) = (loaded.Index, loaded.Generations, loaded.NextSeq);
            }

            (_database, _failure, _large) = (database, null, null);
        }
        finally
        {
            _open.ExitWriteLock();
        }
    }
}
