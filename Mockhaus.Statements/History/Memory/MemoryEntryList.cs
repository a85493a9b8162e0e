namespace Mockhaus.Statements.History;

/// <summary>The entries of a history in memory, in the order in which they were appended, and those of each session. Not thread-safe.</summary>
internal sealed class MemoryEntryList
{
    /// <summary>About what an entry takes besides its texts, with its places in the lists.</summary>
    private const int Base = 480;

    private readonly QueueList<HistoryEntry?> _entries = new();
    private readonly Dictionary<string, QueueList<long>> _sessions = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _ids = [];

    public long Bytes { get; private set; }

    /// <summary>The oldest entry, or null when there is none.</summary>
    public HistoryEntry? Oldest
    {
        get
        {
            while (_entries.Count > 0 && _entries[_entries.First] is null)
            {
                _entries.RemoveFirst();
            }

            return _entries.Count > 0 ? _entries[_entries.First] : null;
        }
    }

    public void TryAdd(HistoryEntry entry)
    {
        if (!_ids.Add(entry.Id))
        {
            return;
        }

        if (entry.SessionId is { } session)
        {
            if (!_sessions.TryGetValue(session, out var own))
            {
                _sessions.Add(session, own = new());
            }

            own.Add(_entries.End);
        }

        _entries.Add(entry);
        Bytes += Estimate(entry);
    }

    public void RemoveOldest()
    {
        if (Oldest is not { } oldest)
        {
            return;
        }

        if (oldest.SessionId is { } session)
        {
            RemoveFirstOf(session, _entries.First);
        }

        _entries.RemoveFirst();
        Forget(oldest);
    }

    /// <returns>The number of removed entries.</returns>
    public long RemoveAll(HistoryErasure what)
    {
        var removed = 0L;
        for (var position = _entries.First; position < _entries.End; position++)
        {
            if (_entries[position] is { } entry && what.Matches(entry))
            {
                // The session's list keeps the position; a reader passes over it.
                _entries[position] = null;
                Forget(entry);
                removed++;
            }
        }

        if (what.SessionId is { } session)
        {
            _sessions.Remove(session);
        }

        return removed;
    }

    /// <summary>The entries below a position, of one session or of all.</summary>
    public IEnumerable<(long Position, HistoryEntry Entry)> NewestFirst(string? session, long before)
    {
        if (session is null)
        {
            for (var position = Math.Min(before, _entries.End) - 1; position >= _entries.First; position--)
            {
                if (_entries[position] is { } entry)
                {
                    yield return (position, entry);
                }
            }
        }
        else if (_sessions.TryGetValue(session, out var own))
        {
            for (var i = CountBefore(own, before) - 1; i >= own.First; i--)
            {
                if (own[i] >= _entries.First && _entries[own[i]] is { } entry)
                {
                    yield return (own[i], entry);
                }
            }
        }
    }

    public void Clear()
    {
        while (Oldest is not null)
        {
            RemoveOldest();
        }
    }

    /// <returns>The end of the positions that are below another one.</returns>
    private static long CountBefore(QueueList<long> own, long before)
    {
        var (low, high) = (own.First, own.End);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = own[middle] < before ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void RemoveFirstOf(string session, long position)
    {
        var own = _sessions[session];
        while (own.Count > 0 && own[own.First] <= position)
        {
            own.RemoveFirst();
        }

        if (own.Count == 0)
        {
            _sessions.Remove(session);
        }
    }

    private void Forget(HistoryEntry entry)
    {
        _ids.Remove(entry.Id);
        Bytes -= Estimate(entry);
    }

    private static long Estimate(HistoryEntry entry) => Base + (2L * (
        (entry.Sql?.Length ?? 0) + (entry.QueryTag?.Length ?? 0) + (entry.ErrorMessage?.Length ?? 0) + (entry.User?.Length ?? 0)
        + (entry.Database?.Length ?? 0) + (entry.Schema?.Length ?? 0) + (entry.Warehouse?.Length ?? 0) + (entry.Role?.Length ?? 0)));
}
