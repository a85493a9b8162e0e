using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Engine;

/// <summary>Follows what other managers do to the statements that run here.</summary>
internal sealed class ChangeFollower
{
    /// <summary>The longest time until an owner notices what others have requested of its statements, or done to them.</summary>
    private static readonly TimeSpan FollowInterval = TimeSpan.FromSeconds(1);

    private readonly CoalescingRunner _catchUp;
    private readonly IDisposable? _changes;
    private readonly EngineContext _context;
    private readonly StatementRegistry _registry;
    private readonly WaiterCount _waiters;
    private readonly StatementCompleter _completer;
    private readonly Task _following;

    public ChangeFollower(
        EngineContext context, IStatementChangeFeed? feed, StatementRegistry registry, WaiterCount waiters, StatementCompleter completer)
    {
        (_context, _registry, _waiters, _completer) = (context, registry, waiters, completer);
        _catchUp = new(CatchUpAsync);
        _following = FollowPeriodicallyAsync();
        _changes = feed?.Subscribe(OnChanged);
    }

    /// <summary>Whether the store tells of changes, so that waiters are woken by them.</summary>
    public bool IsTold => _changes is not null;

    /// <summary>Listens no longer. The context's token ends the rest.</summary>
    public void Unsubscribe() => _changes?.Dispose();

    /// <returns>A task that ends when nothing is followed any more.</returns>
    public Task StopAsync() => Task.WhenAll(_catchUp.CloseAsync(), _following);

    /// <summary>
    /// Looks up what others have done to the statements that run here: a cancel that another manager has requested, a terminal state
    /// that it has written, a session that it has ended. Polling works with every store; a change feed only makes it faster.
    /// </summary>
    private async Task FollowPeriodicallyAsync()
    {
        while (!_context.Disposing.IsCancellationRequested)
        {
            await Task.Delay(FollowInterval, _context.TimeProvider, _context.Disposing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await FollowAllAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask FollowAllAsync()
    {
        foreach (var running in _registry.All)
        {
            if (running.TryBeginCheck() && !_context.Disposing.IsCancellationRequested)
            {
                await FollowAsync(running).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Looks up a statement at once, or all of them, because the store reports a change by another manager.</summary>
    private void OnChanged(StatementHandle? changed)
    {
        if (changed is not { } handle)
        {
            _catchUp.Ask();
            return;
        }

        _waiters.Wake(handle);
        if (_registry.Find(handle) is { } running && running.TryBeginCheck())
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static follow => _ = follow.Follower.FollowAsync(follow.Running), (Follower: this, Running: running), preferLocal: false);
        }
    }

    private ValueTask CatchUpAsync()
    {
        _waiters.WakeAll();
        return FollowAllAsync();
    }

    /// <summary>Looks up a statement, and again while that is requested. Only one caller does that at a time.</summary>
    private async Task FollowAsync(RunningStatement running)
    {
        do
        {
            await FollowOnceAsync(running).ConfigureAwait(false);
        }
        while (running.MustCheckAgain() && !_context.Disposing.IsCancellationRequested);
    }

    private async ValueTask FollowOnceAsync(RunningStatement running)
    {
        try
        {
            if (!running.IsStored || running.IsExecuted)
            {
                return;
            }

            var stored = await _context.Store.FindAsync(running.Handle, _context.Disposing).ConfigureAwait(false);
            if (stored?.Owner is { } owner && owner != _context.Owner)
            {
                // Removed by another server, and its handle taken anew there.
                stored = null;
            }

            running.Observe(stored);
            if (stored is null || stored.IsFinished)
            {
                _completer.OnEnded(running, stored ?? running.Current);
            }
            else if (stored.CancelRequestedAt is { } asked && running.PendingOutcome is null)
            {
                await _completer.EndCancelledAsync(stored, asked).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (!_context.Disposing.IsCancellationRequested)
        {
            // The store is unavailable: the next pass asks again.
            Log.FollowFailed(_context.Logger, running.Handle, exception);
        }
        catch (Exception)
        {
            // Disposed meanwhile. An exception of a store that stops too must not become the result of the dispose.
        }
    }
}
