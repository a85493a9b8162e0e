using Mockhaus.Statements.Engine;
using Mockhaus.Statements.Diagnostics;

namespace Mockhaus.Statements;

/// <content>What there is at this moment.</content>
public sealed partial class StatementManager
{
    /// <summary>Asks the store how it is, or for a statement that nobody has, and counts those that are live here.</summary>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    /// <exception cref="TimeoutException">The store has not answered in time.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    internal async ValueTask<StatementLoad> CheckAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();

        if (_health is not null)
        {
            var outage = await _health.CheckAsync(limit, cancellationToken).ConfigureAwait(false);
            return CountLoad() with { Outage = outage };
        }

        // A store that ignores its token must not hold up whoever asks. The system's clock: it is he who waits.
        await _store.FindAsync(StatementHandle.New(_timeProvider), cancellationToken).AsTask()
            .WaitAsync(limit, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return CountLoad();
    }

    private StatementLoad CountLoad()
    {
        var (queued, running, unstored, places) = (0, 0, 0, 0);
        foreach (var (_, statement) in _running)
        {
            if (!statement.IsStored)
            {
                continue;
            }

            var current = statement.Current;
            var isLive = statement is { Final: null, PendingOutcome: null } && !current.IsFinished;
            queued += isLive && current.Status == StatementStatus.Submitted ? 1 : 0;
            running += isLive && current.Status == StatementStatus.Running ? 1 : 0;
            unstored += statement.PendingOutcome is null ? 0 : 1;

            // An executor that has not returned keeps its place; the parts of a request share their parent's.
            places += current.Parent is null ? 1 : 0;
        }

        return new(
            queued, running, unstored, _waiters.Total, _budget.Bytes, places >= _options.MaxConcurrentStatements + (long)_options.MaxQueuedStatements);
    }
}
