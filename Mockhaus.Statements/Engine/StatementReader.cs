using System.Runtime.CompilerServices;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Engine;

/// <summary>Answers for statements and their batches. Each read of a finished statement refreshes its expiry.</summary>
internal sealed class StatementReader(EngineContext context, StatementRegistry registry, SessionExpiry sessions, OwnershipMonitor ownership)
{
    public async ValueTask<Statement> GetAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken)
    {
        context.ThrowIfDisposed();
        var statement = await FindAsync(sessionId, handle, cancellationToken).ConfigureAwait(false)
            ?? throw new StatementNotFoundException(handle);
        return await RefreshExpiryAsync(statement, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ResultBatch?> ReadBatchAsync(
        string sessionId, StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        // Rows become readable with the manifest, and not before: half a result is no result.
        var statement = await GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        if (statement.Result is not { } result)
        {
            throw new StatementResultException(statement);
        }

        if (number < 0 || number >= result.Batches.Count)
        {
            return null;
        }

        if (await context.Store.ReadBatchAsync(handle, number, cancellationToken).ConfigureAwait(false) is { } batch)
        {
            return batch;
        }

        // Released, expired, removed or evicted in between: reading the statement again tells which.
        statement = await GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        throw new StatementResultException(statement);
    }

    public IAsyncEnumerable<Statement> ListAsync(string sessionId, StatementFilter? filter, CancellationToken cancellationToken)
    {
        // A filter without a session would list everybody's, so the session is checked before anything else.
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        context.ThrowIfDisposed();
        return ListOwnAsync((filter ?? new()) with { SessionId = sessionId }, cancellationToken);
    }

    /// <summary>The session's own statement; null when it is unknown, another's, or its tombstone's time is over.</summary>
    public async ValueTask<Statement?> FindAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        await sessions.EnterAsync(sessionId, cancellationToken).ConfigureAwait(false);

        var statement = await context.Store.FindAsync(handle, cancellationToken).ConfigureAwait(false);
        var now = context.Now;
        if (statement is null || statement.SessionId != sessionId || statement.ExpiresAt + context.Options.Retention.TombstoneRetention <= now)
        {
            return null;
        }

        return statement.IsExpiredAt(now)
            ? throw new StatementExpiredException(handle, statement.ExpiresAt!.Value)
            : await ToCurrentAsync(statement, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A statement as it is answered: one whose owner is gone is ended first.</summary>
    /// <returns>The statement, or null when it was removed meanwhile.</returns>
    public ValueTask<Statement?> ToCurrentAsync(Statement stored, CancellationToken cancellationToken) =>
        stored.IsFinished || stored.Owner is null || stored.Owner == context.Owner ? new(registry.WithProgress(stored)) : ToCurrentElsewhereAsync(stored, cancellationToken);

    private async ValueTask<Statement?> ToCurrentElsewhereAsync(Statement stored, CancellationToken cancellationToken) =>
        await ownership.IsLostAsync(stored, cancellationToken).ConfigureAwait(false) ? await ownership.EndLostAsync(stored).ConfigureAwait(false) : registry.WithProgress(stored);

    private async IAsyncEnumerable<Statement> ListOwnAsync(
        StatementFilter own, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A list is often read later than it was asked for.
        context.ThrowIfDisposed();
        await sessions.EnterAsync(own.SessionId!, cancellationToken).ConfigureAwait(false);

        // The status as it is known here may differ from the stored one, so it is compared afterwards.
        await foreach (var stored in context.Store.ListAsync(own with { Status = null }, cancellationToken).ConfigureAwait(false))
        {
            var statement = await ToCurrentAsync(stored, cancellationToken).ConfigureAwait(false);
            if (statement?.IsExpiredAt(context.Now) == false && own.Matches(statement))
            {
                yield return statement;
            }
        }
    }

    private async ValueTask<Statement> RefreshExpiryAsync(Statement statement, CancellationToken cancellationToken)
    {
        if (!statement.IsFinished)
        {
            return statement;
        }

        var refreshed = StatementExpiry.Refreshed(statement, context.Options.Retention.MaxTimeToLive, context.Now);
        if (!StatementExpiry.IsWorthWriting(statement, refreshed))
        {
            return statement;
        }

        await context.Store.RefreshExpiryAsync(statement.Handle, statement.Version, refreshed, cancellationToken).ConfigureAwait(false);
        return statement with { ExpiresAt = refreshed };
    }
}
