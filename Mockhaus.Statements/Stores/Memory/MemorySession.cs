namespace Mockhaus.Statements.Stores.Memory;

/// <summary>The handles of one session, each with its request id: those that count for its limit, and those that have expired.</summary>
/// <remarks>Not safe for threads: <see cref="MemoryIndex"/> locks it.</remarks>
internal sealed class MemorySession
{
    private readonly Dictionary<StatementHandle, string?> _retained = [];
    private readonly Dictionary<StatementHandle, string?> _expired = [];

    /// <summary>Before this, none of those that count expires, but those that become tombstones and are set apart at once.</summary>
    private DateTimeOffset _earliestExpiry = DateTimeOffset.MaxValue;

    public bool IsEmpty => _retained.Count + _expired.Count == 0;

    /// <summary>Set once it is dropped for being empty: whoever still holds it has to look for its successor.</summary>
    public bool IsDropped { get; set; }

    public IEnumerable<StatementHandle> Handles => _retained.Keys.Concat(_expired.Keys);

    /// <summary>Those that count. Some of them may have expired.</summary>
    public IEnumerable<StatementHandle> Retained => _retained.Keys;

    public void Add(Statement statement)
    {
        _retained[statement.Handle] = statement.RequestId;
        NoteExpiry(statement, statement.CreatedAt);
    }

    public bool Remove(StatementHandle handle, out string? requestId) =>
        _retained.Remove(handle, out requestId) || _expired.Remove(handle, out requestId);

    /// <summary>Sets a statement apart that has expired.</summary>
    public void MarkExpired(StatementHandle handle)
    {
        if (_retained.Remove(handle, out var requestId))
        {
            _expired[handle] = requestId;
        }
    }

    /// <summary>Whether a statement fits in.</summary>
    /// <remarks>
    /// Nothing tells when a statement expires, so they are looked through, but only once the session seems full and one may have
    /// expired; those found expired are set apart, so that no tombstone is looked at twice.
    /// </remarks>
    public bool HasRoom(int max, DateTimeOffset now, Func<StatementHandle, Statement?> find)
    {
        if (_retained.Count >= max && now >= _earliestExpiry)
        {
            MarkAllExpired(now, find);
        }

        return _retained.Count < max;
    }

    private void MarkAllExpired(DateTimeOffset now, Func<StatementHandle, Statement?> find)
    {
        _earliestExpiry = DateTimeOffset.MaxValue;
        foreach (var handle in _retained.Keys.ToList())
        {
            if (find(handle) is { } statement && !statement.IsExpiredAt(now))
            {
                NoteExpiry(statement, now);
            }
            else
            {
                MarkExpired(handle);
            }
        }
    }

    /// <summary>What is live ends at some time from now on, and is kept for its time to live then.</summary>
    private void NoteExpiry(Statement statement, DateTimeOffset now)
    {
        var expiry = statement.ExpiresAt ?? now + statement.TimeToLive;
        _earliestExpiry = expiry < _earliestExpiry ? expiry : _earliestExpiry;
    }
}
