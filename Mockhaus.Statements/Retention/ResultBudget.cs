using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Retention;

/// <summary>Keeps the results of all succeeded statements within <see cref="MockhausStatementsOptions.MaxTotalResultBytes"/>.</summary>
/// <remarks>
/// Over the store's contract, so that every store has it. What has expired is found by looking, because nothing tells:
/// before a result that has not expired is given up, all are counted anew, at most once a second.
/// </remarks>
internal sealed class ResultBudget(IStatementStore store, long maxBytes, ILogger logger)
{
    private static readonly TimeSpan CountInterval = TimeSpan.FromSeconds(1);

    private const int MinLine = 64;

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
            // One for all statements without rows: giving it up would give nothing back.
            return;
        }

        var bytes = BytesOf(succeeded.Result!);
        lock (_lock)
        {
            if (_sizes.TryAdd(succeeded.Handle, bytes))
            {
                _oldestFirst.Enqueue(succeeded.Handle);
                _bytes += bytes;
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
    /// what the store has kept from an earlier manager.</summary>
    public async ValueTask CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!_isLoaded)
        {
            await LoadAsync(cancellationToken).ConfigureAwait(false);
            _isLoaded = true;
        }

        List<StatementHandle> handles;
        lock (_lock)
        {
            handles = [.. _sizes.Keys];
        }

        foreach (var handle in handles)
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

    /// <summary>Gives up the rows of the oldest finished until the rest fits. The newest result always has room.</summary>
    /// <exception cref="StatementStoreException">The store cannot tell; the next call goes on.</exception>
    public async ValueTask EnforceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (IsExceeded && IsCountDue(now))
        {
            // One is enough for all: each looks at every result. Whoever counts also gives up what is then too much.
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
                // A loser was released or given up by somebody else: then its rows are gone as well.
                var write = await store.ReplaceAsync(StatementLifecycle.GiveUpRows(statement, now), statement.Version, cancellationToken)
                    .ConfigureAwait(false);
                if (write.Written)
                {
                    Log.RowsGivenUp(logger, handle, statement.Result.RowCount, maxBytes);
                }
            }

            Remove(handle);
        }
    }

    private async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        var found = new List<Statement>();
        var succeeded = new StatementFilter { Status = StatementStatus.Succeeded };
        await foreach (var statement in store.ListAsync(succeeded, cancellationToken).ConfigureAwait(false))
        {
            if (statement.Result is not null)
            {
                found.Add(statement);
            }
        }

        // In front of those that have succeeded meanwhile, which are newer and counted already.
        lock (_lock)
        {
            var newer = _oldestFirst;
            _oldestFirst = new();
            foreach (var statement in found.OrderBy(statement => statement.CompletedAt))
            {
                Add(statement);
            }

            foreach (var handle in newer)
            {
                _oldestFirst.Enqueue(handle);
            }
        }
    }

    private bool IsCountDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            return now - _counted >= CountInterval;
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
