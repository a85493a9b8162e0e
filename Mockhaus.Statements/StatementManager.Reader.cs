using Mockhaus.Statements.Engine;
using System.Runtime.CompilerServices;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements;

/// <content>Reading. Each read of a finished statement by its own session puts its expiry off.</content>
public sealed partial class StatementManager
{
    private const string EndNotStored = "It has ended. How is told as soon as the store has taken that.";

    /// <summary>Tells where a statement stands.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The statement as it stands.</returns>
    /// <exception cref="StatementNotFoundException">There is none in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public async ValueTask<Statement> GetAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        var statement = await FindAsync(sessionId, handle, cancellationToken).ConfigureAwait(false)
            ?? throw new StatementNotFoundException(handle);
        return await RefreshExpiryAsync(statement, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a batch of a result; as often as wanted, in any order.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="number">The batch, from 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The batch, or null when the result has no such batch.</returns>
    /// <exception cref="StatementResultException">The statement has no rows: it is live, has failed, was cancelled, or had to give them up.</exception>
    /// <exception cref="StatementNotFoundException">There is no such statement in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
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

        if (await _store.ReadBatchAsync(handle, number, cancellationToken).ConfigureAwait(false) is { } batch)
        {
            return batch;
        }

        // Released, expired, removed or given up in between: the second look tells.
        statement = await GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        throw new StatementResultException(statement);
    }

    /// <summary>Lists the statements of a session, newest first, without those that have expired.</summary>
    /// <remarks>
    /// For pages, take as many as wanted and go on with <see cref="StatementFilter.After"/> set to the last of them; a page
    /// stays right while statements come and go.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="filter">Which ones; its own session id is overruled. Null: all.</param>
    /// <param name="cancellationToken">Gives up between two statements.</param>
    /// <returns>The statements. Being listed is no read: it does not put an expiry off.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public IAsyncEnumerable<Statement> ListAsync(string sessionId, StatementFilter? filter, CancellationToken cancellationToken)
    {
        // A filter without a session would list everybody's, so the session is checked before anything else.
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ThrowIfDisposed();
        return ListOwnAsync((filter ?? new()) with { SessionId = sessionId }, cancellationToken);
    }

    private async IAsyncEnumerable<Statement> ListOwnAsync(
        StatementFilter own, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A list is often read later than it was asked for.
        ThrowIfDisposed();
        await EnterAsync(own.SessionId!, cancellationToken).ConfigureAwait(false);

        // The status as it is known here may differ from the stored one, so it is compared afterwards.
        await foreach (var stored in _store.ListAsync(own with { Status = null }, cancellationToken).ConfigureAwait(false))
        {
            var statement = await KnownAsync(stored, cancellationToken).ConfigureAwait(false);
            if (statement?.IsExpiredAt(Now) == false && own.Matches(statement))
            {
                yield return statement;
            }
        }
    }

    /// <summary>What only this manager knows of a statement: its progress, or that it waits for nothing but the store.</summary>
    private Statement AsKnown(Statement stored)
    {
        if (stored.IsFinished || !_running.TryGetValue(stored.Handle, out var running))
        {
            return stored;
        }

        var progress = running.Execution?.Progress;
        return running.PendingOutcome is not null ? stored with { Progress = new(progress?.RowsWritten ?? 0, null, EndNotStored) }
            : progress is null ? stored
            : stored with { Progress = progress };
    }

    /// <summary>A statement as it is answered: one whose owner is gone is ended first.</summary>
    /// <returns>The statement, or null when it was removed meanwhile.</returns>
    private ValueTask<Statement?> KnownAsync(Statement stored, CancellationToken cancellationToken) =>
        stored.IsFinished || stored.Owner is null || stored.Owner == _owner ? new(AsKnown(stored)) : KnownElsewhereAsync(stored, cancellationToken);

    private async ValueTask<Statement?> KnownElsewhereAsync(Statement stored, CancellationToken cancellationToken) =>
        await IsLostAsync(stored, cancellationToken).ConfigureAwait(false) ? await EndLostAsync(stored).ConfigureAwait(false) : AsKnown(stored);

    /// <summary>The session's own statement; null when it is unknown, another's, or its tombstone's time is over.</summary>
    private async ValueTask<Statement?> FindAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        await EnterAsync(sessionId, cancellationToken).ConfigureAwait(false);

        var statement = await _store.FindAsync(handle, cancellationToken).ConfigureAwait(false);
        var now = Now;
        if (statement is null || statement.SessionId != sessionId || statement.ExpiresAt + _options.TombstoneRetention <= now)
        {
            return null;
        }

        return statement.IsExpiredAt(now)
            ? throw new StatementExpiredException(handle, statement.ExpiresAt!.Value)
            : await KnownAsync(statement, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Statement> RefreshExpiryAsync(Statement statement, CancellationToken cancellationToken)
    {
        if (!statement.IsFinished)
        {
            return statement;
        }

        var slid = StatementExpiry.Refreshed(statement, _options.MaxTimeToLive, Now);
        if (!StatementExpiry.IsWorthWriting(statement, slid))
        {
            return statement;
        }

        await _store.RefreshExpiryAsync(statement.Handle, statement.Version, slid, cancellationToken).ConfigureAwait(false);
        return statement with { ExpiresAt = slid };
    }
}
