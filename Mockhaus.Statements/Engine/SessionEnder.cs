namespace Mockhaus.Statements.Engine;

/// <summary>Ends a session: cancels its live statements and removes all of them.</summary>
internal sealed class SessionEnder(EngineContext context, StatementCompleter completer, ResultBudget budget)
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
            var gone = await Task.WhenAll(some.Select(statement => EndAndRemoveAsync(statement, cancellationToken))).ConfigureAwait(false);
            removed += gone.Count(isGone => isGone);
        }

        return removed;
    }

    private async Task<bool> EndAndRemoveAsync(Statement statement, CancellationToken cancellationToken)
    {
        if (!statement.IsFinished)
        {
            await completer.EndCancelledAsync(statement, context.Now).ConfigureAwait(false);
        }

        return await RemoveAsync(statement.Handle, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        budget.Remove(handle);
        return context.Store.RemoveAsync(handle, cancellationToken);
    }
}
