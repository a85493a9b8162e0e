using Microsoft.Extensions.Caching.Memory;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>The entries of the near cache, within a budget of bytes.</summary>
/// <remarks>
/// <see cref="Lookup"/> needs no lock; everything else is called under the lock of <see cref="NearCache"/>. What MemoryCache has removed by
/// itself is still counted here until it is dropped or evicted; as it was not read for long, it is evicted soon when space is
/// needed. The callbacks of MemoryCache are not used: they come late, and they make every hit slower (measured).
/// </remarks>
internal sealed class NearEntries(HybridStoreOptions options, TimeProvider timeProvider) : IDisposable
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { Clock = new MemoryCacheClock(timeProvider) });
    private readonly Dictionary<StatementHandle, NearEntry> _entries = [];
    private readonly NearBudget _budget = new(options.NearBytes);
    private readonly TimeSpan _idle = options.NearIdleTime;

    /// <summary>The bytes that are counted.</summary>
    public long Bytes => _budget.Bytes;

    /// <summary>Finds an entry for a hit: without a lock, and as a read of the cache.</summary>
    public NearEntry? Lookup(StatementHandle handle) => _cache.TryGetValue(handle, out var entry) ? (NearEntry?)entry : null;

    public NearEntry? Find(StatementHandle handle) => _entries.GetValueOrDefault(handle);

    /// <summary>Whether something is not larger than the whole budget.</summary>
    public bool Fits(long bytes) => _budget.Fits(bytes);

    /// <summary>Puts a finished statement near.</summary>
    public void Put(NearEntry? entry, Statement statement)
    {
        var (bytes, now) = (NearSize.Estimate(statement), timeProvider.GetUtcNow());
        if (statement.IsExpiredAt(now) || !_budget.Fits(bytes))
        {
            DropIfPresent(entry);
            return;
        }

        entry?.Use();
        entry ??= Add(statement.Handle);
        if (statement.Result is null)
        {
            DropBatches(entry);
        }

        _budget.Resize(entry, bytes);
        entry.ConfirmedAt = now.UtcTicks;
        entry.Statement = statement;
        Set(entry);
        Evict();
    }

    /// <summary>Puts a batch near.</summary>
    public void Put(NearEntry? entry, StatementHandle handle, ResultBatch batch, long bytes)
    {
        entry ??= Add(handle);
        Set(entry);
        var near = new NearBatch(entry, batch);
        entry.Set(near);
        entry.Use();
        _budget.Add(near, bytes);
        Evict();
    }

    /// <summary>Replaces a statement by the same with a later expiry.</summary>
    public void Refresh(NearEntry entry, Statement refreshed)
    {
        entry.Statement = refreshed;
        Set(entry);
    }

    public void DropExpired(DateTimeOffset now)
    {
        // Looking one up would count as a read.
        var known = _cache.Keys.OfType<StatementHandle>().ToHashSet();
        foreach (var entry in _entries.Values.Where(entry => entry.Statement?.IsExpiredAt(now) == true || !known.Contains(entry.Handle)).ToList())
        {
            Drop(entry);
        }
    }

    public void DropIfPresent(NearEntry? entry)
    {
        if (entry is not null)
        {
            Drop(entry);
        }
    }

    public void Drop(NearItem item)
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

    public void Clear()
    {
        _cache.Clear();
        _entries.Clear();
        _budget.Clear();
    }

    public void Dispose() => _cache.Dispose();

    private NearEntry Add(StatementHandle handle)
    {
        var entry = new NearEntry(handle);
        _entries.Add(handle, entry);
        _budget.Add(entry, NearSize.Entry);
        return entry;
    }

    /// <summary>Puts an entry into the cache, or changes its expiry there.</summary>
    /// <remarks>The cache reads the clock at each hit, for the idle time: that it checks the expiry too saves a second reading, which
    /// is a good part of what a hit costs (measured).</remarks>
    private void Set(NearEntry entry)
    {
        using var cached = _cache.CreateEntry(entry.Handle);
        cached.Value = entry;
        cached.SlidingExpiration = _idle;
        cached.AbsoluteExpiration = entry.Statement?.ExpiresAt;
    }

    private void DropBatches(NearEntry entry)
    {
        foreach (var batch in entry.Batches)
        {
            _budget.Remove(batch);
        }

        entry.ClearAll();
    }

    private void Evict()
    {
        while (_budget.IsExceeded(out var next))
        {
            Drop(next);
        }
    }
}
