using Microsoft.Extensions.Caching.Memory;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Retention;

namespace Mockhaus.Statements.Hybrid;

/// <summary>What is near: finished statements that have not expired, and batches, within a budget of bytes.</summary>
/// <remarks>
/// A hit takes no lock. Everything else happens under one, and is short. The cache behind it may forget on its own and says so
/// late; only the count waits for that, which is then too high for a moment, so that rather less is near than more.
/// </remarks>
internal sealed partial class NearCache : IDisposable
{
    private static readonly PostEvictionDelegate OnEvicted = (_, value, reason, state) => ((NearCache)state!).Forget((NearEntry)value!, reason);

    private readonly Lock _gate = new();
    private readonly MemoryCache _entries;
    private readonly Dictionary<StatementHandle, NearFlight> _flights = [];
    private readonly NearBudget _budget;
    private readonly TimeSpan _idle;
    private readonly long _confirmAfter;
    private readonly TimeProvider _timeProvider;

    public NearCache(HybridStoreOptions options, TimeProvider timeProvider)
    {
        (_budget, _idle, _timeProvider) = (new(options.NearBytes), options.NearIdleTime, timeProvider);
        _confirmAfter = options.ConfirmAfter?.Ticks ?? long.MaxValue;
        _entries = new(new MemoryCacheOptions { Clock = new MemoryCacheClock(timeProvider) });
    }

    /// <summary>The bytes that are counted.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _budget.Bytes;
            }
        }
    }

    /// <summary>The statement, if it is near and an answer.</summary>
    /// <param name="handle">Its handle.</param>
    /// <param name="isFarDown">Whether the far store could not be asked, so that what it has not confirmed for long is an answer too.</param>
    public Statement? Find(StatementHandle handle, bool isFarDown)
    {
        if (Entry(handle) is not { Statement: { } statement } entry || !IsAnswer(entry, statement, isFarDown))
        {
            return null;
        }

        entry.Use();
        return statement;
    }

    /// <summary>The batch, if it is near and its statement is an answer.</summary>
    public ResultBatch? Find(StatementHandle handle, int number, bool isFarDown)
    {
        if (Entry(handle) is not { Statement: { } statement } entry || !IsAnswer(entry, statement, isFarDown) || entry.Find(number) is not { } batch)
        {
            return null;
        }

        entry.Use();
        batch.Use();
        return batch.Batch;
    }

    /// <summary>Puts the expiry off; tells whether that statement is near at this version and has not expired.</summary>
    public bool Slide(StatementHandle handle, long version, DateTimeOffset expiresAt)
    {
        lock (_gate)
        {
            if (Entry(handle) is not { Statement: { } statement } entry
                || statement.Version != version || statement.IsExpiredAt(_timeProvider.GetUtcNow()))
            {
                return false;
            }

            if (expiresAt > statement.ExpiresAt)
            {
                entry.Statement = statement with { ExpiresAt = expiresAt };
            }

            return true;
        }
    }

    /// <summary>Lets go of what has expired. Nothing of it is an answer any more; this gives the memory back.</summary>
    public void DropExpired(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var entry in _budget.Items.OfType<NearEntry>().Where(entry => entry.Statement?.IsExpiredAt(now) == true).ToList())
            {
                Drop(entry);
            }
        }
    }

    public void Dispose() => _entries.Dispose();

    private bool IsAnswer(NearEntry entry, Statement statement, bool isFarDown)
    {
        var now = _timeProvider.GetUtcNow();
        return !statement.IsExpiredAt(now) && (isFarDown || now.UtcTicks - entry.ConfirmedAt <= _confirmAfter);
    }

    private NearEntry? Entry(StatementHandle handle) => _entries.TryGetValue(handle, out var entry) ? (NearEntry?)entry : null;

    private NearEntry Add(StatementHandle handle)
    {
        var entry = new NearEntry(handle);
        _budget.Add(entry, NearSize.Entry);
        using var cached = _entries.CreateEntry(handle);
        cached.Value = entry;
        cached.SlidingExpiration = _idle;
        cached.RegisterPostEvictionCallback(OnEvicted, this);
        return entry;
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

            // The cache may have forgotten it already, and have another one for the same statement.
            if (Entry(entry.Handle) == entry)
            {
                _entries.Remove(entry.Handle);
            }
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

    private void Forget(NearEntry entry, EvictionReason reason)
    {
        // What is removed or replaced is so by this class, which has counted it.
        if (reason is EvictionReason.Expired or EvictionReason.Capacity or EvictionReason.TokenExpired)
        {
            lock (_gate)
            {
                Drop(entry);
            }
        }
    }

    private void KeepWithinBudget()
    {
        while (_budget.IsExceeded(out var next))
        {
            Drop(next);
        }
    }
}
