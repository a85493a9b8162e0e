namespace Mockhaus.Statements.Engine;

/// <summary>Runs a pass that many callers may request: never two at once, and one more after the current one for all requests that came during it.</summary>
/// <param name="pass">What is done. It must not throw.</param>
internal sealed class CoalescingRunner(Func<ValueTask> pass)
{
    private readonly Lock _lock = new();
    private Task _asked = Task.CompletedTask;
    private bool _isRunning;
    private bool _isWanted;
    private bool _isClosed;

    /// <summary>Has it done soon. Returns at once.</summary>
    public void Ask()
    {
        lock (_lock)
        {
            if (Begin())
            {
                BeginSoon();
            }
        }
    }

    /// <summary>Runs it now, or leaves it to the pass that is under way. Runs it once: requests that come meanwhile do not delay the caller.</summary>
    public async ValueTask RunAsync()
    {
        bool isMine;
        lock (_lock)
        {
            isMine = Begin();
        }

        if (!isMine)
        {
            return;
        }

        await pass().ConfigureAwait(false);
        lock (_lock)
        {
            if (MustGoOn())
            {
                BeginSoon();
            }
        }
    }

    /// <summary>Does it no more.</summary>
    /// <returns>A task that ends when what was asked for has ended.</returns>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _isClosed = true;
            return _asked;
        }
    }

    private async Task WorkAsync()
    {
        bool goOn;
        do
        {
            await pass().ConfigureAwait(false);
            lock (_lock)
            {
                goOn = MustGoOn();
            }
        }
        while (goOn);
    }

    private bool Begin()
    {
        _isWanted = _isRunning;
        return !_isRunning && !_isClosed && (_isRunning = true);
    }

    private bool MustGoOn()
    {
        _isRunning = _isWanted && !_isClosed;
        _isWanted = false;
        return _isRunning;
    }

    private void BeginSoon()
    {
        // The pass must not run in the context of the caller.
        using (ExecutionContext.SuppressFlow())
        {
            _asked = Task.Run(WorkAsync);
        }
    }
}
