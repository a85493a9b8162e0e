namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>Which files are open. There are never more than allowed, and none is shut while a call is inside.</summary>
/// <remarks>
/// One lock, held for some assignments only: files open and shut outside of it, each on a thread of the pool, because DuckDB
/// blocks. A call is inside of one file at a time and never waits for another one there, so all who wait get their turn.
/// </remarks>
internal sealed class OpenFiles(int max, Func<string, IStatementStore> open)
{
    private readonly Lock _lock = new();
    private readonly HashSet<SessionFile> _open = [];
    private TaskCompletionSource _changed = NewChange();
    private int _places = max;
    private long _turn;
    private bool _isClosed;

    /// <summary>How many files are open, or being opened or shut.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Lets a call in, and opens the file for it if need be. Null: the session is persistent no longer.</summary>
    /// <exception cref="StatementStoreException">The file cannot be opened.</exception>
    public async ValueTask<IStatementStore?> EnterAsync(SessionFile file, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(PerSessionStatementStore));
            if (file.IsRetired)
            {
                return null;
            }

            // From here on the file is not shut for others, also while it is still being opened.
            file.Inside++;
        }

        try
        {
            while (true)
            {
                Task busy;
                lock (_lock)
                {
                    if (file.Store is { } store)
                    {
                        file.LastUsed = ++_turn;
                        return store;
                    }

                    busy = file.Busy ??= Task.Run(() => OpenAsync(file), CancellationToken.None);
                }

                await busy.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            Leave(file);
            throw;
        }
    }

    /// <summary>The call has ended.</summary>
    public void Leave(SessionFile file)
    {
        lock (_lock)
        {
            if (--file.Inside == 0)
            {
                Change();
            }
        }
    }

    /// <summary>Lets nobody in any more, waits for those inside, and shuts the file.</summary>
    public async ValueTask RetireAsync(SessionFile file)
    {
        lock (_lock)
        {
            file.IsRetired = true;
        }

        while (true)
        {
            Task wait;
            lock (_lock)
            {
                if (file is { Busy: null, Store: null, Inside: 0 })
                {
                    return;
                }

                wait = file.Busy ?? (file is { Inside: 0, Store: not null } ? Shut(file) : _changed.Task);
            }

            // How an opening or a shutting ends is for those to know who wanted it.
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Lets nobody in any more, into any file, and shuts all.</summary>
    public async ValueTask CloseAsync()
    {
        lock (_lock)
        {
            _isClosed = true;
            Change();
        }

        for (var files = All(); files.Count > 0; files = All())
        {
            foreach (var file in files)
            {
                await RetireAsync(file).ConfigureAwait(false);
            }
        }

        List<SessionFile> All()
        {
            lock (_lock)
            {
                return [.. _open];
            }
        }
    }

    private async Task OpenAsync(SessionFile file)
    {
        await TakePlaceAsync(file).ConfigureAwait(false);
        IStatementStore? store = null;
        try
        {
            store = open(file.Path);
        }
        finally
        {
            lock (_lock)
            {
                file.Busy = null;
                file.Store = store;
                if (store is null)
                {
                    GiveUpPlace(file);
                }
                else if (file.Inside == 0)
                {
                    // Whoever wanted it has given up: it is idle, and nobody will leave it and say so.
                    Change();
                }
            }
        }
    }

    private async ValueTask TakePlaceAsync(SessionFile file)
    {
        while (true)
        {
            Task wait;
            lock (_lock)
            {
                if (_isClosed)
                {
                    file.Busy = null;
                    throw new ObjectDisposedException(nameof(PerSessionStatementStore));
                }

                if (_places > 0)
                {
                    _places--;
                    _open.Add(file);
                    return;
                }

                // What is live will be asked for again soon.
                wait = _open.Where(other => other.Store is not null && other.Inside == 0)
                    .OrderBy(other => other.Live > 0).ThenBy(other => other.LastUsed).FirstOrDefault() is { } idle
                        ? Shut(idle)
                        : _changed.Task;
            }

            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task Shut(SessionFile file)
    {
        var store = file.Store!;
        file.Store = null;
        return file.Busy = Task.Run(() => ShutAsync(file, store));
    }

    private async Task ShutAsync(SessionFile file, IStatementStore store)
    {
        try
        {
            if (store is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_lock)
            {
                file.Busy = null;
                GiveUpPlace(file);
            }
        }
    }

    private void GiveUpPlace(SessionFile file)
    {
        _open.Remove(file);
        _places++;
        Change();
    }

    private void Change()
    {
        var changed = _changed;
        _changed = NewChange();
        changed.SetResult();
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
