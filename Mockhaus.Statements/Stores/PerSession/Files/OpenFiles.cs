namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>The files that are open: never more than allowed, and none is shut while a call uses it.</summary>
/// <remarks>
/// The lock is held for assignments only: files are opened and shut outside of it, each on a thread of the pool, because DuckDB
/// blocks. A call uses one file at a time and never waits for another one meanwhile, so every call that waits gets its turn.
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

    /// <summary>Begins a call, and opens the file for it if need be. Null when the session is no longer persistent.</summary>
    /// <exception cref="StatementStoreException">The file cannot be opened.</exception>
    public async ValueTask<IStatementStore?> BeginAsync(SessionFile file, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(PerSessionStatementStore));
            if (file.IsRetired)
            {
                return null;
            }

            // From here on the file is not shut to open another, also while it is still being opened.
            file.Users++;
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
            End(file);
            throw;
        }
    }

    /// <summary>Ends a call.</summary>
    public void End(SessionFile file)
    {
        lock (_lock)
        {
            if (--file.Users == 0)
            {
                Change();
            }
        }
    }

    /// <summary>Refuses new calls, waits for those that use the file, and shuts it.</summary>
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
                if (file is { Busy: null, Store: null, Users: 0 })
                {
                    return;
                }

                wait = file.Busy ?? (file is { Users: 0, Store: not null } ? Shut(file) : _changed.Task);
            }

            // An error of an opening or a shutting is thrown to the calls that have requested it.
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Refuses new calls for every file, and shuts all files.</summary>
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

    /// <summary>Calls a function with the open file.</summary>
    /// <returns>The function's result, or the given value when the session is no longer persistent.</returns>
    public async ValueTask<T> UseAsync<T>(
        SessionFile file, T gone, Func<IStatementStore, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        if (await BeginAsync(file, cancellationToken).ConfigureAwait(false) is not { } store)
        {
            return gone;
        }

        try
        {
            return await call(store).ConfigureAwait(false);
        }
        finally
        {
            End(file);
        }
    }

    private async Task OpenAsync(SessionFile file)
    {
        await AcquirePlaceAsync(file).ConfigureAwait(false);
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
                    ReleasePlace(file);
                }
                else if (file.Users == 0)
                {
                    // The call that wanted it was cancelled: the file is idle, and no call will end and signal it.
                    Change();
                }
            }
        }
    }

    private async ValueTask AcquirePlaceAsync(SessionFile file)
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

                // A session with live statements will be used again soon.
                wait = _open.Where(other => other.Store is not null && other.Users == 0)
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
                ReleasePlace(file);
            }
        }
    }

    private void ReleasePlace(SessionFile file)
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
