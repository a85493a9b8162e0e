namespace Mockhaus.Statements.Stores.Memory;

/// <summary>The handles of one session, each with its request id: those that count for its limit, and those that have expired.</summary>
/// <remarks>Not thread-safe: <see cref="MemoryIndex"/> locks it.</remarks>
internal sealed class MemorySession
{
    private readonly Dictionary<StatementHandle, string?> _retained = [];
    private readonly Dictionary<StatementHandle, string?> _expired = [];

    /// <summary>Before this time, none of those that count expires, except those that become tombstones and are marked at once.</summary>
    private DateTimeOffset _earliestExpiry = DateTimeOffset.MaxValue;

    public bool IsEmpty => _retained.Count + _expired.Count == 0;

    /// <summary>Set once it was removed because it is empty: a caller that still has it has to look it up again.</summary>
    public bool IsDropped { get; set; }

    public IEnumerable<StatementHandle> Handles => _retained.Keys.Concat(_expired.Keys);

    /// <summary>The handles that count. Some of the statements may have expired.</summary>
    public IEnumerable<StatementHandle> Retained => _retained.Keys;

    public void Add(Statement statement)
    {
        _retained[statement.Handle] = statement.RequestId;
        NoteExpiry(statement, statement.CreatedAt);
    }

    public bool Remove(StatementHandle handle, out string? requestId) =>
        _retained.Remove(handle, out requestId) || _expired.Remove(handle, out requestId);

    /// <summary>Marks a statement that has expired: it does not count any more.</summary>
    public void MarkExpired(StatementHandle handle)
    {
        if (_retained.Remove(handle, out var requestId))
        {
            _expired[handle] = requestId;
        }
    }

    /// <summary>Whether one more statement may be added.</summary>
    /// <remarks>
    /// There is no event when a statement expires, so the statements are checked, but only when the session seems full and one may have
    /// expired; those found expired are marked, so that no tombstone is checked twice.
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

    /// <summary>A live statement ends now at the earliest, and is then kept for its time to live.</summary>
    private void NoteExpiry(Statement statement, DateTimeOffset now)
    {
        var expiry = statement.ExpiresAt ?? now + statement.TimeToLive;
        _earliestExpiry = expiry < _earliestExpiry ? expiry : _earliestExpiry;
    }
}
