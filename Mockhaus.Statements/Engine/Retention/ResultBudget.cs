using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Engine;

/// <summary>Keeps the results of all succeeded statements within <see cref="StatementResultOptions.MaxTotalResultBytes"/>.</summary>
/// <remarks>
/// Over the store's contract, so that every store has it. What has expired is found by looking, because nothing tells:
/// before a result that has not expired is evicted, all are counted anew, at most once a second. On a store that several servers share
/// each of them counts what the others have stored too; that is found by a list of everything, so more seldom.
/// </remarks>
internal sealed class ResultBudget(IStatementStore store, bool isShared, long maxBytes, ILogger logger)
{
    private const int MinLine = 64;

    private readonly TimeSpan _countInterval = TimeSpan.FromSeconds(isShared ? 10 : 1);

    private readonly Lock _lock = new();
    private readonly Dictionary<StatementHandle, long> _sizes = [];
    private Queue<StatementHandle> _oldestFirst = new();
    private DateTimeOffset _counted;
    private bool _isLoaded;
    private int _isCounting;
    private long _bytes;

    public long Bytes => Volatile.Read(ref _bytes);

    public bool IsExceeded => Bytes > maxBytes;

    /// <summary>Counts a statement that has just succeeded, the last of all so far.</summary>
    public void Add(Statement succeeded)
    {
        if (StatusResult.Is(succeeded.Result!))
        {
            // One for all statements without rows: evicting it would free nothing.
            return;
        }

        lock (_lock)
        {
            if (Count(succeeded))
            {
                _oldestFirst.Enqueue(succeeded.Handle);
            }
        }
    }

    /// <summary>Takes a statement off the count: its rows are gone, or about to go.</summary>
    public void Remove(StatementHandle handle)
    {
        lock (_lock)
        {
            if (_sizes.Remove(handle, out var bytes))
            {
                _bytes -= bytes;
                Compact();
            }
        }
    }

    /// <summary>Takes off the count what has expired, was removed, or has lost its rows otherwise. The first call also counts
    /// what the store has kept from an earlier manager, each call what other servers have stored.</summary>
    public async ValueTask CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var unsure = Counted();
        if (isShared || !_isLoaded)
        {
            // What was listed a moment ago is sure enough; what was not is asked for.
            unsure.ExceptWith(await LoadAsync(now, cancellationToken).ConfigureAwait(false));
            _isLoaded = true;
        }

        foreach (var handle in unsure)
        {
            var statement = await store.FindAsync(handle, cancellationToken).ConfigureAwait(false);
            if (statement?.Result is null || statement.IsExpiredAt(now))
            {
                Remove(handle);
            }
        }

        // What was taken off has left its place in the line until now.
        lock (_lock)
        {
            _oldestFirst = new(_oldestFirst.Where(_sizes.ContainsKey));
            _counted = now;
        }
    }

    /// <summary>Evicts the rows of the oldest finished statements until the rest fits. The newest result always fits.</summary>
    /// <exception cref="StatementStoreException">The store is unavailable; the next call continues.</exception>
    public async ValueTask EnforceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (IsExceeded && IsCountDue(now))
        {
            // One caller is enough: it looks at every result. The caller that counts also evicts.
            if (Interlocked.Exchange(ref _isCounting, 1) != 0)
            {
                return;
            }

            try
            {
                await CountAsync(now, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Volatile.Write(ref _isCounting, 0);
            }
        }

        while (Oldest() is { } handle)
        {
            var statement = await store.FindAsync(handle, cancellationToken).ConfigureAwait(false);
            if (statement?.Result is not null && !statement.IsExpiredAt(now))
            {
                // When the write loses, the statement was released or evicted by another call: then its rows are gone as well.
                var write = await store.ReplaceAsync(StatementLifecycle.EvictRows(statement, now), statement.Version, cancellationToken)
                    .ConfigureAwait(false);
                if (write.Written)
                {
                    Log.RowsEvicted(logger, handle, statement.Result.RowCount, maxBytes);
                }
            }

            Remove(handle);
        }
    }

    /// <summary>Counts all that the store has.</summary>
    /// <returns>What that is.</returns>
    private async ValueTask<HashSet<StatementHandle>> LoadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new List<Statement>();
        var succeeded = new StatementFilter { Status = StatementStatus.Succeeded };
        await foreach (var statement in store.ListAsync(succeeded, cancellationToken).ConfigureAwait(false))
        {
            if (statement.Result is { } result && !StatusResult.Is(result) && !statement.IsExpiredAt(now))
            {
                found.Add(statement);
            }
        }

        // In their order, and in front of those that have succeeded meanwhile.
        lock (_lock)
        {
            var before = _oldestFirst;
            _oldestFirst = new();
            foreach (var statement in found.OrderBy(statement => statement.CompletedAt))
            {
                Count(statement);
                _oldestFirst.Enqueue(statement.Handle);
            }

            var listed = found.Select(statement => statement.Handle).ToHashSet();
            foreach (var handle in before.Where(handle => !listed.Contains(handle)))
            {
                _oldestFirst.Enqueue(handle);
            }

            return listed;
        }
    }

    private HashSet<StatementHandle> Counted()
    {
        lock (_lock)
        {
            return [.. _sizes.Keys];
        }
    }

    /// <summary>Counts a statement. To be called under the lock.</summary>
    /// <returns>Whether it was not counted before.</returns>
    private bool Count(Statement succeeded)
    {
        var bytes = BytesOf(succeeded.Result!);
        var isNew = _sizes.TryAdd(succeeded.Handle, bytes);
        _bytes += isNew ? bytes : 0;
        return isNew;
    }

    private bool IsCountDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            return now - _counted >= _countInterval;
        }
    }

    /// <summary>What was taken off keeps its place in the line for a while: never more places than twice the results.</summary>
    private void Compact()
    {
        if (_oldestFirst.Count > MinLine && _oldestFirst.Count > 2 * _sizes.Count)
        {
            _oldestFirst = new(_oldestFirst.Where(_sizes.ContainsKey));
        }
    }

    private StatementHandle? Oldest()
    {
        lock (_lock)
        {
            while (IsExceeded && _sizes.Count > 1 && _oldestFirst.TryPeek(out var handle))
            {
                if (_sizes.ContainsKey(handle))
                {
                    return handle;
                }

                _oldestFirst.Dequeue();
            }

            return null;
        }
    }

    private static long BytesOf(ResultManifest result)
    {
        var bytes = 0L;
        foreach (var batch in result.Batches)
        {
            bytes += batch.StoredBytes;
        }

        return bytes;
    }
}
