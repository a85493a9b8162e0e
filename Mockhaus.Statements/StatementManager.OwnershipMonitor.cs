using Mockhaus.Statements.Engine;
using Mockhaus.Statements.Diagnostics;

namespace Mockhaus.Statements;

/// <content>What a manager does about statements of other managers, and others about its own; and what it does now and then.</content>
public sealed partial class StatementManager
{
    /// <summary>How soon an owner notices at the latest what others have asked of, or done to, its statements.</summary>
    private static readonly TimeSpan FollowInterval = TimeSpan.FromSeconds(1);

    private static StatementError OwnerLost { get; } = new(
        StatementErrorCodes.OwnerLost,
        "57P02",
        "The server that ran the statement is gone. Whether the statement had an effect is not known; submit it again if it may run twice.");

    /// <summary>Whether a statement is live and nobody is left who could end it.</summary>
    private async ValueTask<bool> IsLostAsync(Statement statement, CancellationToken cancellationToken) =>
        !statement.IsFinished
        && statement.Owner is { } owner
        && owner != _owner
        && !await _leases.IsAliveAsync(owner, cancellationToken).ConfigureAwait(false);

    /// <summary>Ends a statement whose owner is gone; one compare-and-set, so a late word of that owner is refused.</summary>
    private async ValueTask<Statement?> EndLostAsync(Statement lost)
    {
        var write = await EndAsync(lost, Failing(OwnerLost)).ConfigureAwait(false);
        if (write.Written)
        {
            Log.OwnerLost(_logger, lost.Handle);

            // Before anybody is told of the whole, its parts have ended too. Those that it did not come to name are found by themselves.
            foreach (var handle in write.Current!.Children)
            {
                if (await _store.FindAsync(handle, CancellationToken.None).ConfigureAwait(false) is { IsFinished: false } part)
                {
                    await EndLostAsync(part).ConfigureAwait(false);
                }
            }
        }

        return write.Current;
    }

    /// <summary>Ends what others have left live that are gone. What cannot be ended now is tried by the next pass, or when somebody asks for it.</summary>
    private async ValueTask EndLostAsync()
    {
        // Only of the living it is remembered for a pass: one that was dead may be back, with statements that are not lost.
        var alive = new HashSet<StatementOwner>();
        try
        {
            var live = _store.ListAsync(new() { Status = StatementStatus.Submitted }, _disposing)
                .Concat(_store.ListAsync(new() { Status = StatementStatus.Running }, _disposing));
            await StatementSweeper.EachAsync(live, EndIfLostAsync, _disposing).ConfigureAwait(false);
        }
        catch (Exception exception) when (!_disposing.IsCancellationRequested)
        {
            Log.LostNotEnded(_logger, exception);
        }
        catch (Exception)
        {
            // Disposed meanwhile: that is for others to end.
        }

        async ValueTask EndIfLostAsync(Statement statement)
        {
            if (statement.Owner is not { } owner || alive.Contains(owner))
            {
                return;
            }

            if (await IsLostAsync(statement, _disposing).ConfigureAwait(false))
            {
                await EndLostAsync(statement).ConfigureAwait(false);
            }
            else
            {
                alive.Add(owner);
            }
        }
    }

    /// <summary>Gives the lease back: whatever could not be written is "owner lost" from now on, for whoever finds it.</summary>
    private async ValueTask LeaveAsync(TimeSpan limit)
    {
        try
        {
            // Begun in any case; the system's clock, as for the rest of the dispose.
            await _lease.DisposeAsync().AsTask().WaitAsync(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, TimeProvider.System).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Then it runs out by itself.
            Log.LeaseNotReturned(_logger, exception);
        }
    }

    private async ValueTask PurgeExpiredAsync(CancellationToken cancellationToken)
    {
        var result = await _store.PurgeExpiredAsync(_timeProvider.GetUtcNow(), _options.TombstoneRetention, cancellationToken).ConfigureAwait(false);
        _diagnostics.Swept(result);
        Log.Swept(_logger, result.Expired, result.Removed);
    }

    private async ValueTask CountAsync(CancellationToken cancellationToken)
    {
        await _budget.CountAsync(Now, cancellationToken).ConfigureAwait(false);

        // What other servers have stored is found only here.
        await _budget.EnforceAsync(Now, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Follows what others do to the statements that run here: a cancel that another manager can only ask for, an end that
    /// it has written, a session that it has ended. Asking is the floor that holds for every store.
    /// </summary>
    private async Task FollowAsync()
    {
        while (!_disposing.IsCancellationRequested)
        {
            await Task.Delay(FollowInterval, _timeProvider, _disposing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await FollowAllAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask FollowAllAsync()
    {
        foreach (var running in _running.Values)
        {
            if (running.TryFollow() && !_disposing.IsCancellationRequested)
            {
                await FollowAsync(running).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Follows a statement at once, or all of them, because the store says that others have changed something.</summary>
    private void NoteChange(StatementHandle? changed)
    {
        if (changed is not { } handle)
        {
            _catchUp.Ask();
            return;
        }

        _waiters.Wake(handle);
        if (_running.TryGetValue(handle, out var running) && running.TryFollow())
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static follow => _ = follow.Manager.FollowAsync(follow.Running), (Manager: this, Running: running), preferLocal: false);
        }
    }

    private ValueTask CatchUpAsync()
    {
        _waiters.WakeAll();
        return FollowAllAsync();
    }

    /// <summary>Follows a statement, and again while that is asked for. Only one does that at a time.</summary>
    private async Task FollowAsync(RunningStatement running)
    {
        do
        {
            await FollowOnceAsync(running).ConfigureAwait(false);
        }
        while (running.MustFollowAgain() && !_disposing.IsCancellationRequested);
    }

    private async ValueTask FollowOnceAsync(RunningStatement running)
    {
        try
        {
            if (!running.IsStored || running.IsExecuted)
            {
                return;
            }

            var stored = await _store.FindAsync(running.Handle, _disposing).ConfigureAwait(false);
            if (stored?.Owner is { } owner && owner != _owner)
            {
                // Removed by another server, and its handle taken anew there.
                stored = null;
            }

            running.Observe(stored);
            if (stored is null || stored.IsFinished)
            {
                Ended(running, stored ?? running.Current);
            }
            else if (stored.CancelRequestedAt is { } asked && running.PendingOutcome is null)
            {
                await EndCancelledAsync(stored, asked).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (!_disposing.IsCancellationRequested)
        {
            // The store cannot tell now: the next round asks again.
            Log.FollowFailed(_logger, running.Handle, exception);
        }
        catch (Exception)
        {
            // Disposed meanwhile. What a store throws that is stopping too must not become the answer of the dispose.
        }
    }
}
