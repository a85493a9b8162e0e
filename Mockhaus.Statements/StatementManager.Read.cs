using System.Runtime.CompilerServices;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Retention;

namespace Mockhaus.Statements;

/// <content>Reading. Each read of a finished statement by its own session puts its expiry off.</content>
public sealed partial class StatementManager
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(49);

    /// <summary>Tells where a statement stands.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The statement as it stands.</returns>
    /// <exception cref="StatementNotFoundException">There is none in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    public async ValueTask<Statement> GetAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        var statement = await FindAsync(sessionId, handle, cancellationToken).ConfigureAwait(false)
            ?? throw new StatementNotFoundException(handle);
        return await SlideAsync(statement, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until a statement has ended, or for a while. Wakes at the end, not by polling.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="limit">How long to wait at most, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Gives up; the statement runs on.</param>
    /// <returns>The statement as it stands then: still live when the limit was reached.</returns>
    /// <exception cref="StatementNotFoundException">There is none in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    public async ValueTask<Statement> WaitAsync(
        string sessionId, StatementHandle handle, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (limit < TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit is not negative. Timeout.InfiniteTimeSpan waits without one.");
        }

        // Longer than timers go is as good as for ever.
        limit = limit > MaxTimer ? Timeout.InfiniteTimeSpan : limit;

        // Looked up before the state is read: a statement that ends in between is no longer among the running ones
        // then, but the task that ends with it is already in hand.
        if (!_running.TryGetValue(handle, out var running))
        {
            return await PollAsync(sessionId, handle, limit, cancellationToken).ConfigureAwait(false);
        }

        var statement = await GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        if (statement.IsFinished)
        {
            return statement;
        }

        try
        {
            statement = await running.Ended.WaitAsync(limit, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return running.Current;
        }

        // That the manager is disposed is no reason to keep from its waiters how their statements ended.
        return statement.IsFinished && Volatile.Read(ref _disposed) != 0
            ? statement
            : await GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a batch of a result; as often as wanted, in any order.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="number">The batch, from 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The batch, or null when the result has no such batch.</returns>
    /// <exception cref="StatementResultException">The statement has no result: it is live, has failed or was cancelled.</exception>
    /// <exception cref="StatementNotFoundException">There is no such statement in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
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

        return await _store.ReadBatchAsync(handle, number, cancellationToken).ConfigureAwait(false)
            ?? throw new StatementExpiredException(handle, Now);
    }

    /// <summary>Reads all rows of a result, batch by batch.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up between two rows.</param>
    /// <returns>The rows, each with its cells as Snowflake's text, or null.</returns>
    /// <exception cref="StatementResultException">The statement has no result: it is live, has failed or was cancelled.</exception>
    /// <exception cref="StatementNotFoundException">There is no such statement in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released, perhaps between two batches.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    public async IAsyncEnumerable<IReadOnlyList<string?>> ReadRowsAsync(
        string sessionId, StatementHandle handle, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            var batch = await ReadBatchAsync(sessionId, handle, number, cancellationToken).ConfigureAwait(false);
            if (batch is null)
            {
                yield break;
            }

            foreach (var row in BatchReader.ReadRows(batch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return row;
            }
        }
    }

    /// <summary>Lists the statements of a session, newest first, without those that have expired.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="filter">Which ones; its own session id is overruled. Null: all.</param>
    /// <param name="cancellationToken">Gives up between two statements.</param>
    /// <returns>The statements. Being listed is no read: it does not put an expiry off.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
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
        var now = Now;
        await foreach (var stored in _store.ListAsync(own, cancellationToken).ConfigureAwait(false))
        {
            var statement = UnwrittenOf(stored.Handle) ?? stored;
            if (!statement.IsExpiredAt(now) && own.Matches(statement))
            {
                yield return statement;
            }
        }
    }

    /// <summary>How a statement has ended that the store could not be told about yet: it would look as if it were running.</summary>
    private Statement? UnwrittenOf(StatementHandle handle) => _running.TryGetValue(handle, out var running) ? running.Unwritten : null;

    /// <summary>The session's own statement; null when it is unknown, another's, or its tombstone's time is over.</summary>
    private async ValueTask<Statement?> FindAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        var statement = UnwrittenOf(handle) ?? await _store.FindAsync(handle, cancellationToken).ConfigureAwait(false);
        var now = Now;
        if (statement is null || statement.SessionId != sessionId || statement.ExpiresAt + _options.TombstoneRetention <= now)
        {
            return null;
        }

        return statement.IsExpiredAt(now) ? throw new StatementExpiredException(handle, statement.ExpiresAt!.Value) : statement;
    }

    /// <summary>Waits for a statement that another manager runs, if any does; nothing here is told when it ends.</summary>
    private async ValueTask<Statement> PollAsync(
        string sessionId, StatementHandle handle, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = _timeProvider.GetTimestamp();
        while (true)
        {
            var statement = await GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
            var left = limit == Timeout.InfiniteTimeSpan ? PollInterval : limit - _timeProvider.GetElapsedTime(start);
            if (statement.IsFinished || left < TimeSpan.FromMilliseconds(1))
            {
                return statement;
            }

            await Task.Delay(left < PollInterval ? left : PollInterval, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<Statement> SlideAsync(Statement statement, CancellationToken cancellationToken)
    {
        if (!statement.IsFinished)
        {
            return statement;
        }

        var slid = StatementExpiry.Slide(statement, _options.MaxTimeToLive, Now);
        if (!StatementExpiry.IsWorthWriting(statement, slid))
        {
            return statement;
        }

        await _store.SlideAsync(statement.Handle, statement.Version, slid, cancellationToken).ConfigureAwait(false);
        return statement with { ExpiresAt = slid };
    }
}
