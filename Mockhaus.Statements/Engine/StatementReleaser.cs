using Mockhaus.Statements.Lifecycle;

namespace Mockhaus.Statements.Engine;

/// <summary>Releases a finished statement: its handle answers "expired" from then on.</summary>
internal sealed class StatementReleaser(EngineContext context, StatementReader reader, ResultBudget budget, HistoryRecorder? history)
{
    public async ValueTask<bool> ReleaseAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken)
    {
        var statement = await reader.GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        if (!statement.IsFinished)
        {
            return false;
        }

        while (true)
        {
            var released = StatementLifecycle.Release(statement, context.Now);
            var write = await context.Store.ReplaceAsync(released, statement.Version, cancellationToken).ConfigureAwait(false);
            if (write.Written)
            {
                budget.Remove(handle);
                history?.Released(statement);
                return true;
            }

            // Another call has released or removed it, or its rows were evicted; only then it can still be released.
            statement = write.Current ?? throw new StatementNotFoundException(handle);
            if (statement.IsExpiredAt(context.Now))
            {
                throw new StatementExpiredException(handle, statement.ExpiresAt!.Value);
            }
        }
    }
}
