using Microsoft.Extensions.Caching.Memory;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores.Memory;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>What is near: finished statements that have not expired, and batches, within a budget of bytes.</summary>
/// <remarks>
/// A hit takes no lock: it asks a MemoryCache, which forgets what has expired or was not read for long. Everything else happens
/// under one lock, which is held shortly, and goes by a dictionary and a count of our own: what the cache has forgotten is counted until
/// it is reclaimed or is the next to go, and as it was not read for long, that is soon when room is needed. The cache's callbacks are
/// not used: they come late, and they make every hit slower (measured).
/// </remarks>
internal sealed partial class NearCache : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MemoryCache _cache;
    private readonly Dictionary<StatementHandle, NearEntry> _entries = [];
    private readonly Dictionary<StatementHandle, InFlightOperations> _inFlight = [];
    private readonly NearBudget _budget;
    private readonly TimeSpan _idle;
    private readonly long _confirmAfter;
    private readonly TimeProvider _timeProvider;
    private bool _isDisposed;

    public NearCache(HybridStoreOptions options, TimeSpan? confirmAfter, TimeProvider timeProvider)
    {
        (_budget, _idle, _timeProvider) = (new(options.NearBytes), options.NearIdleTime, timeProvider);
        _confirmAfter = confirmAfter?.Ticks ?? long.MaxValue;
        _cache = new(new MemoryCacheOptions { Clock = new MemoryCacheClock(timeProvider) });
    }

    /// <summary>The bytes that are counted.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _budget.Bytes;
            }
        }
    }

    /// <summary>The statement, if it is near and an answer.</summary>
    /// <param name="handle">Its handle.</param>
    /// <param name="isBackingDown">Whether the far store could not be asked, so that what it has not confirmed for long is an answer too.</param>
    public Statement? Find(StatementHandle handle, bool isBackingDown)
    {
        if (Lookup(handle) is not { Statement: { } statement } entry || !IsUsable(entry, isBackingDown))
        {
            return null;
        }

        entry.Use();
        return statement;
    }

    /// <summary>The batch, if it is near and its statement is an answer.</summary>
    public ResultBatch? Find(StatementHandle handle, int number, bool isBackingDown)
    {
        if (Lookup(handle) is not { Statement: not null } entry || !IsUsable(entry, isBackingDown) || entry.Find(number) is not { } batch)
        {
            return null;
        }

        entry.Use();
        batch.Use();
        return batch.Batch;
    }

    /// <summary>Puts the expiry off; tells whether that statement is near at this version and has not expired.</summary>
    public bool RefreshExpiry(StatementHandle handle, long version, DateTimeOffset expiresAt)
    {
        lock (_lock)
        {
            if (Entry(handle) is not { Statement: { } statement } entry
                || statement.Version != version || statement.IsExpiredAt(_timeProvider.GetUtcNow()))
            {
                return false;
            }

            if (expiresAt > statement.ExpiresAt)
            {
                entry.Statement = statement with { ExpiresAt = expiresAt };
                Set(entry);
            }

            return true;
        }
    }

    /// <summary>Lets go of what has expired and of what the cache has forgotten. Nothing of it is an answer any more; this gives the memory back.</summary>
    public void DropExpired(DateTimeOffset now)
    {
        lock (_lock)
        {
            // Looking one up would count as a read.
            var known = _cache.Keys.OfType<StatementHandle>().ToHashSet();
            foreach (var entry in _entries.Values.Where(entry => entry.Statement?.IsExpiredAt(now) == true || !known.Contains(entry.Handle)).ToList())
            {
                Drop(entry);
            }
        }
    }

    /// <summary>Lets go of a statement, because others have changed it. Whoever reads it just now does not put it near.</summary>
    public void Forget(StatementHandle handle)
    {
        lock (_lock)
        {
            if (_inFlight.TryGetValue(handle, out var inFlight))
            {
                inFlight.Changes++;
            }

            // Batches too: the statement may be gone and another one come in its place. What comes after the end is of no interest.
            if (!_isDisposed)
            {
                DropIfPresent(Entry(handle));
            }
        }
    }

    /// <summary>Lets go of everything, because others may have changed anything.</summary>
    public void ForgetAll()
    {
        lock (_lock)
        {
            foreach (var inFlight in _inFlight.Values)
            {
                inFlight.Changes++;
            }

            if (!_isDisposed)
            {
                _cache.Clear();
                _entries.Clear();
                _budget.Clear();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _cache.Dispose();
        }
    }

    /// <summary>Whether a statement that is near may be answered with. What has expired the cache does not give out.</summary>
    private bool IsUsable(NearEntry entry, bool isBackingDown) =>
        isBackingDown || _confirmAfter == long.MaxValue || _timeProvider.GetUtcNow().UtcTicks - entry.ConfirmedAt <= _confirmAfter;

    /// <summary>For hits: without the lock, and a read to the cache.</summary>
    private NearEntry? Lookup(StatementHandle handle) => _cache.TryGetValue(handle, out var entry) ? (NearEntry?)entry : null;

    private NearEntry? Entry(StatementHandle handle) => _entries.GetValueOrDefault(handle);

    private NearEntry Add(StatementHandle handle)
    {
        var entry = new NearEntry(handle);
        _entries.Add(handle, entry);
        _budget.Add(entry, NearSize.Entry);
        return entry;
    }

    /// <summary>Puts an entry into the cache, or its expiry right there.</summary>
    /// <remarks>The cache reads the clock at each hit, for the idle time: that it looks for the expiry too saves a second reading, which
    /// is a good part of what a hit costs (measured).</remarks>
    private void Set(NearEntry entry)
    {
        using var cached = _cache.CreateEntry(entry.Handle);
        cached.Value = entry;
        cached.SlidingExpiration = _idle;
        cached.AbsoluteExpiration = entry.Statement?.ExpiresAt;
    }

    private void Drop(NearItem item)
    {
        if (item is NearBatch batch && _budget.Remove(batch))
        {
            batch.Entry.Clear(batch.Batch.Info.Number);
        }
        else if (item is NearEntry entry && _budget.Remove(entry))
        {
            entry.Statement = null;
            DropBatches(entry);
            _entries.Remove(entry.Handle);
            _cache.Remove(entry.Handle);
        }
    }

    private void DropBatches(NearEntry entry)
    {
        foreach (var batch in entry.Batches)
        {
            _budget.Remove(batch);
        }

        entry.ClearAll();
    }

    private void KeepWithinBudget()
    {
        while (_budget.IsExceeded(out var next))
        {
            Drop(next);
        }
    }
}
