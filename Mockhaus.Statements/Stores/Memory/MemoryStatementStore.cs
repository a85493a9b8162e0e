using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Caching.Memory;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores.Memory;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores;

/// <summary>Keeps statements in the memory of this process.</summary>
/// <remarks>
/// <para>Live statements are in a dictionary of their own and are never evicted. Finished ones are in a
/// <see cref="MemoryCache"/> with sliding and absolute expiration, both later than the expiry of the statement and of its
/// tombstone, because the cache removes entries by itself and the manager decides the expiry. The cache has no
/// size limit: a limit can make it refuse every entry for good (measured on Microsoft.Extensions.Caching.Memory 10.0.14).</para>
/// <para>The store is thread-safe. Every call completes synchronously, and takes a short lock on its statement only; additions share
/// one lock.</para>
/// </remarks>
public sealed class MemoryStatementStore : IStatementStore, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<StatementHandle, MemoryEntry> _live = new();
    private readonly MemoryCache _finished;
    private readonly MemoryIndex _index = new();
    private readonly Lock _addLock = new();
    private readonly Func<StatementHandle, Statement?> _findUnderLock;
    private readonly Action<MemoryEntry> _moveToCache;
    private readonly MockhausStatementsOptions _options;
    private readonly TimeProvider _timeProvider;

    /// <summary>Creates an empty store.</summary>
    /// <param name="options">The times to live, or null for the defaults.</param>
    /// <param name="timeProvider">The clock, or null for the system's.</param>
    public MemoryStatementStore(MockhausStatementsOptions? options = null, TimeProvider? timeProvider = null)
    {
        _options = options ?? new();
        _moveToCache = MoveToCache;
        _findUnderLock = handle => Find(handle)?.CurrentUnderLock;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _finished = new(new MemoryCacheOptions { Clock = new MemoryCacheClock(_timeProvider) });
    }

    /// <inheritdoc/>
    public ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        cancellationToken.ThrowIfCancellationRequested();

        // A statement must not be visible before both its handle and its request id are known to be free.
        lock (_addLock)
        {
            if (Find(statement.Handle) is { } other)
            {
                return new(new StatementWrite(StatementWriteStatus.HandleTaken, other.Current));
            }

            var holder = FindHolder(statement);
            var yields = holder is null ? true : holder.YieldsRequestIdTo(statement);
            if (yields is not { } takesRequestId)
            {
                return new(new StatementWrite(StatementWriteStatus.RequestIdTaken, holder));
            }

            if (!_index.TryAdd(statement, takesRequestId, maxInSession, _findUnderLock))
            {
                return new(new StatementWrite(StatementWriteStatus.SessionFull, null));
            }

            _live[statement.Handle] = new(statement);
        }

        return new(StatementWrite.Succeeded(statement));
    }

    /// <inheritdoc/>
    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(FindStatement(handle));
    }

    /// <inheritdoc/>
    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_index.FindHolder(sessionId, requestId) is { } handle ? FindStatement(handle) : null);
    }

    /// <inheritdoc/>
    public ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        cancellationToken.ThrowIfCancellationRequested();
        if (Find(statement.Handle) is not { } entry)
        {
            return new(StatementWrite.NotReplaced(null));
        }

        if (!entry.TryReplace(statement, expectedVersion, _moveToCache, out var current))
        {
            return new(StatementWrite.NotReplaced(current));
        }

        if (StoredStatement.IsTombstone(statement))
        {
            _index.MarkTombstone(statement.SessionId, statement.Handle);
        }

        return new(StatementWrite.Succeeded(statement));
    }

    /// <inheritdoc/>
    public ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Find(handle)?.RefreshExpiry(expectedVersion, expiresAt, _timeProvider);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Statement> ListAsync(
        StatementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        cancellationToken.ThrowIfCancellationRequested();
        var found = _index.GetHandles(filter.SessionId, withTombstones: filter.UnexpiredAt is null)
            .Select(FindStatement)
            .OfType<Statement>()
            .Where(filter.Matches)
            .OrderByDescending(statement => statement.CreatedAt)
            .ThenByDescending(statement => statement.Handle.Value);
        foreach (var statement in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return statement;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        return new(Find(handle)?.TryWrite(batch) ?? false);
    }

    /// <inheritdoc/>
    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Find(handle)?.Read(number));
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Find(handle) is { } entry && TryRemove(entry, static _ => true));
    }

    /// <inheritdoc/>
    public ValueTask<PurgeResult> PurgeExpiredAsync(
        DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (expired, removed) = (0, 0);
        foreach (var key in _finished.Keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (key is not StatementHandle handle || Find(handle) is not { } entry)
            {
                continue;
            }

            if (TryRemove(entry, statement => statement.ExpiresAt + tombstoneRetention <= now))
            {
                removed++;
            }
            else if (entry.TryExpire(now))
            {
                expired++;
            }
        }

        foreach (var (_, entry) in _live)
        {
            // A live statement has no expiry, unless it is a copy that was not completed.
            removed += TryRemove(entry, statement => !statement.IsFinished && statement.ExpiresAt + tombstoneRetention <= now) ? 1 : 0;
        }

        _index.Prune(Exists);
        return new(new PurgeResult(expired, removed));
    }

    /// <summary>Removes all statements.</summary>
    public void Dispose() => _finished.Dispose();

    private bool TryRemove(MemoryEntry entry, Func<Statement, bool> condition)
    {
        if (!entry.TryRemove(condition))
        {
            return false;
        }

        var statement = entry.Current;
        _index.Remove(statement.SessionId, statement.Handle);
        _finished.Remove(statement.Handle);
        _live.TryRemove(new(statement.Handle, entry));
        return true;
    }

    private bool Exists(StatementHandle handle)
    {
        if (Find(handle) is not null)
        {
            return true;
        }

        // A statement that is being added is in the index first.
        lock (_addLock)
        {
            return Find(handle) is not null;
        }
    }

    private Statement? FindStatement(StatementHandle handle) => Find(handle) is { IsRemoved: false } entry ? entry.Current : null;

    private MemoryEntry? Find(StatementHandle handle) =>
        _live.TryGetValue(handle, out var live) ? live : _finished.Get<MemoryEntry>(handle);

    /// <summary>The statement that holds a new one's request id, if there is one.</summary>
    private Statement? FindHolder(Statement statement) =>
        statement.RequestId is not null && _index.FindHolder(statement.SessionId, statement.RequestId) is { } handle ? Find(handle)?.CurrentUnderLock : null;

    /// <summary>Moves a statement that has just finished into the cache. Called under its lock, so that a removed statement is not
    /// moved.</summary>
    private void MoveToCache(MemoryEntry entry)
    {
        // Into the cache first: a reader that does not find it in the dictionary afterwards finds it there.
        var statement = entry.Current;
        var afterExpiry = _options.Retention.TombstoneRetention + Margin;
        using (var cached = _finished.CreateEntry(statement.Handle))
        {
            cached.Value = entry;
            cached.SlidingExpiration = statement.TimeToLive + afterExpiry;
            cached.AbsoluteExpiration = statement.CompletedAt + _options.Retention.MaxTimeToLive + afterExpiry;
        }

        _live.TryRemove(new(statement.Handle, entry));
    }
}
