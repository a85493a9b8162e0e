using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Retention;

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
        && !await _owners.IsAliveAsync(owner, cancellationToken).ConfigureAwait(false);

    /// <summary>Ends a statement whose owner is gone; one compare-and-set, so a late word of that owner is refused.</summary>
    private async ValueTask<Statement?> EndLostAsync(Statement lost)
    {
        var write = await EndAsync(lost, Failing(OwnerLost)).ConfigureAwait(false);
        if (write.Written)
        {
            Log.OwnerLost(_logger, lost.Handle);
        }

        return write.Current;
    }

    private async ValueTask EndLostAsync(CancellationToken cancellationToken)
    {
        var live = _store.ListAsync(new() { Status = StatementStatus.Submitted }, cancellationToken)
            .Concat(_store.ListAsync(new() { Status = StatementStatus.Running }, cancellationToken));
        await StatementSweeper.EachAsync(
            live.Where(IsLostAsync), async lost => await EndLostAsync(lost).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ReclaimAsync(CancellationToken cancellationToken)
    {
        var result = await _store.ReclaimAsync(_timeProvider.GetUtcNow(), _options.TombstoneRetention, cancellationToken).ConfigureAwait(false);
        _diagnostics.Swept(result);
        Log.Swept(_logger, result.Expired, result.Removed);
    }

    private ValueTask CountAsync(CancellationToken cancellationToken) => _budget.CountAsync(Now, cancellationToken);

    /// <summary>
    /// Follows what others do to the statements that run here: a cancel that another manager can only ask for, an end that
    /// it has written, a session that it has ended. Asking is the floor that holds for every store.
    /// </summary>
    private async Task FollowAsync()
    {
        while (!_disposing.IsCancellationRequested)
        {
            await Task.Delay(FollowInterval, _timeProvider, _disposing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var running in _running.Values)
            {
                if (_disposing.IsCancellationRequested)
                {
                    return;
                }

                await FollowAsync(running).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask FollowAsync(RunningStatement running)
    {
        try
        {
            if (!running.IsStored || running.IsExecuted)
            {
                return;
            }

            var stored = await _store.FindAsync(running.Handle, _disposing).ConfigureAwait(false);
            running.Learn(stored);
            if (stored is null || stored.IsFinished)
            {
                Ended(running, stored ?? running.Current);
            }
            else if (stored.CancelRequestedAt is { } asked && running.Promised is null)
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
