using System.Runtime.InteropServices;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>The near cache: finished statements that have not expired, and batches, within a budget of bytes.</summary>
/// <remarks>
/// A hit takes no lock: it asks a MemoryCache, which forgets what has expired or was not read for long. Everything else happens
/// under one lock, which is held shortly. Each call to the backing store is an operation (<see cref="Begin"/>), so that two calls that
/// overlap do not leave an outdated answer here.
/// </remarks>
internal sealed class NearCache(HybridStoreOptions options, TimeSpan? confirmAfter, TimeProvider timeProvider) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly NearEntries _entries = new(options, timeProvider);
    private readonly Dictionary<StatementHandle, InFlightOperations> _inFlight = [];
    private readonly long _confirmAfter = confirmAfter?.Ticks ?? long.MaxValue;
    private bool _isDisposed;

    /// <summary>The bytes that are counted.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _entries.Bytes;
            }
        }
    }

    /// <summary>Finds a statement that may be answered from the near cache.</summary>
    /// <param name="handle">Its handle.</param>
    /// <param name="isBackingDown">Whether the backing store is unavailable, so that an entry is used although it was not confirmed for
    /// long.</param>
    public Statement? Find(StatementHandle handle, bool isBackingDown)
    {
        if (_entries.Lookup(handle) is not { Statement: { } statement } entry || !IsUsable(entry, isBackingDown))
        {
            return null;
        }

        entry.Use();
        return statement;
    }

    /// <summary>Finds a batch of a statement that may be answered from the near cache.</summary>
    public ResultBatch? Find(StatementHandle handle, int number, bool isBackingDown)
    {
        if (_entries.Lookup(handle) is not { Statement: not null } entry || !IsUsable(entry, isBackingDown) || entry.Find(number) is not { } batch)
        {
            return null;
        }

        entry.Use();
        batch.Use();
        return batch.Batch;
    }

    /// <summary>Moves the expiry of a statement on. False when the statement is not here at this version, or has expired.</summary>
    public bool RefreshExpiry(StatementHandle handle, long version, DateTimeOffset expiresAt)
    {
        lock (_lock)
        {
            if (_entries.Find(handle) is not { Statement: { } statement } entry
                || statement.Version != version || statement.IsExpiredAt(timeProvider.GetUtcNow()))
            {
                return false;
            }

            if (expiresAt > statement.ExpiresAt)
            {
                _entries.Refresh(entry, statement with { ExpiresAt = expiresAt });
            }

            return true;
        }
    }

    /// <summary>Drops what has expired and what MemoryCache has forgotten. It is no answer any more; this frees the memory.</summary>
    public void DropExpired(DateTimeOffset now)
    {
        lock (_lock)
        {
            _entries.DropExpired(now);
        }
    }

    /// <summary>Removes a statement because it was changed elsewhere. An operation that reads it at this moment does not put it
    /// near.</summary>
    public void Remove(StatementHandle handle)
    {
        lock (_lock)
        {
            if (_inFlight.TryGetValue(handle, out var inFlight))
            {
                inFlight.Changes++;
            }

            // Batches too: the statement may be gone and another one stored in its place. After the disposal nothing is left to remove.
            if (!_isDisposed)
            {
                _entries.DropIfPresent(_entries.Find(handle));
            }
        }
    }

    /// <summary>Removes everything, because any statement may have been changed elsewhere.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            foreach (var inFlight in _inFlight.Values)
            {
                inFlight.Changes++;
            }

            if (!_isDisposed)
            {
                _entries.Clear();
            }
        }
    }

    /// <summary>Begins a call to the backing store; it has to be disposed of after the call.</summary>
    public CacheOperation Begin(StatementHandle handle, CacheOperationKind kind)
    {
        lock (_lock)
        {
            ref var inFlight = ref CollectionsMarshal.GetValueRefOrAddDefault(_inFlight, handle, out _);
            inFlight ??= new();
            inFlight.Operations++;
            if (kind != CacheOperationKind.Read)
            {
                inFlight.Changing++;
                inFlight.Changes++;
            }

            if (kind == CacheOperationKind.Change && _entries.Find(handle) is { } entry)
            {
                entry.Statement = null;
            }

            return new(this, handle, kind, inFlight);
        }
    }

    /// <summary>Puts near what the backing store has now, unless a change has overlapped with the operation.</summary>
    public void Keep(CacheOperation operation, Statement? statement)
    {
        lock (_lock)
        {
            if (!operation.IsAlone)
            {
                return;
            }

            var entry = _entries.Find(operation.Handle);
            if (statement is null || (!statement.IsFinished && entry?.Statement is not null))
            {
                // The statement is gone, or was removed and added again.
                _entries.DropIfPresent(entry);
            }
            else if (statement.IsFinished)
            {
                _entries.Put(entry, statement);
            }

            operation.HasKept = true;
        }
    }

    /// <summary>Puts a batch near, unless a change has overlapped with the operation. A batch that was read is kept only with its
    /// statement.</summary>
    public void Keep(CacheOperation operation, ResultBatch batch)
    {
        // The backing store is done with the bytes, but they belong to the caller again when the call ends.
        var bytes = NearSize.Estimate(batch);
        var fits = _entries.Fits(bytes) && batch.Info.Number is >= 0 and < NearEntry.MaxBatches;
        var own = operation.Kind == CacheOperationKind.Change && fits && !StatusResult.Is(batch)
            ? batch with { Payload = batch.Payload.ToArray() }
            : batch;
        lock (_lock)
        {
            if (!operation.IsAlone)
            {
                return;
            }

            operation.HasKept = true;
            var entry = _entries.Find(operation.Handle);
            if (entry?.Find(batch.Info.Number) is { } old)
            {
                _entries.Drop(old);
            }

            if (fits && (operation.Kind != CacheOperationKind.Read || entry?.Statement?.Result is not null))
            {
                _entries.Put(entry, operation.Handle, own, bytes);
            }
        }
    }

    /// <summary>Ends a call to the backing store.</summary>
    public void End(CacheOperation operation)
    {
        lock (_lock)
        {
            var inFlight = operation.InFlight;
            if (operation.Kind != CacheOperationKind.Read)
            {
                inFlight.Changing--;
                inFlight.Changes++;
            }

            if (operation.Kind == CacheOperationKind.Change && !operation.HasKept)
            {
                _entries.DropIfPresent(_entries.Find(operation.Handle));
            }

            if (--inFlight.Operations == 0)
            {
                _inFlight.Remove(operation.Handle);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _entries.Dispose();
        }
    }

    /// <summary>Whether an entry may be answered. MemoryCache does not return an expired one.</summary>
    private bool IsUsable(NearEntry entry, bool isBackingDown) =>
        isBackingDown || _confirmAfter == long.MaxValue || timeProvider.GetUtcNow().UtcTicks - entry.ConfirmedAt <= _confirmAfter;
}
