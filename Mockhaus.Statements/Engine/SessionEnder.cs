namespace Mockhaus.Statements.Engine;

/// <summary>Ends a session: cancels its live statements and removes all of them.</summary>
internal sealed class SessionEnder(EngineContext context, StatementCompleter completer, ResultBudget budget, HistoryRecorder? history)
{
    private const int EndedTogether = 64;

    public async ValueTask<int> EndSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        context.ThrowIfDisposed();
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        var removed = 0;
        var all = new StatementFilter { SessionId = sessionId };
        await foreach (var some in context.Store.ListAsync(all, cancellationToken).Chunk(EndedTogether).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // Together, because a store on a disk takes as long for one write as for many.
            await Task.WhenAll(some.Where(statement => !statement.IsFinished)
                .Select(statement => completer.EndCancelledAsync(statement, context.Now).AsTask())).ConfigureAwait(false);
            if (history is not null)
            {
                // After a crash, what the history lacks is found in the store: so a statement is removed only when its end is recorded.
                await history.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            var gone = await Task.WhenAll(some.Select(statement => RemoveAsync(statement.Handle, cancellationToken).AsTask())).ConfigureAwait(false);
            removed += gone.Count(isGone => isGone);
        }

        if (removed > 0)
        {
            history?.SessionEnded(sessionId);
        }

        return removed;
    }

    public ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        budget.Remove(handle);
        return context.Store.RemoveAsync(handle, cancellationToken);
    }
}
