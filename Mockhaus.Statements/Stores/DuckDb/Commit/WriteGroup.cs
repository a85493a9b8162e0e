namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Changes that are committed together, and the state after them.</summary>
/// <remarks>
/// Each change sees the changes before it in the group; readers see none of them before the group is on disk. Only acknowledged removals
/// make room in a session: an addition that runs while a removal is in progress may be refused.
/// </remarks>
internal sealed class WriteGroup(StatementIndex index, long firstSeq)
{
    private readonly Dictionary<StatementHandle, IndexEntry> _seen = [];
    private readonly Dictionary<(string Session, string Request), StatementHandle> _requests = [];
    private readonly Dictionary<string, int> _added = new(StringComparer.Ordinal);
    private readonly List<Statement> _kept = [];

    public List<StoredRow> Rows { get; } = [];

    /// <summary>The state of a statement after the changes so far.</summary>
    public bool TryGet(StatementHandle handle, out IndexEntry entry)
    {
        if (!_seen.TryGetValue(handle, out entry))
        {
            index.TryGet(handle, out entry);
        }

        return entry.First != 0;
    }

    /// <summary>Whether the request id of a new statement is held by a statement that does not yield it.</summary>
    public bool IsRequestIdTaken(Statement statement)
    {
        var request = (statement.SessionId, statement.RequestId!);
        if (_requests.TryGetValue(request, out var added) && (!TryGet(added, out var entry) || !YieldsRequestId(entry)))
        {
            return true;
        }

        return index.FindHolder(statement.SessionId, statement.RequestId!) is { } holder && TryGet(holder, out var held) && !YieldsRequestId(held);

        bool YieldsRequestId(in IndexEntry other) => Statement.YieldsRequestId(statement, other.CreatedAt, other.ExpiresAt) is not null;
    }

    public bool HasRoom(string session, int max, long moment)
    {
        var added = _added.GetValueOrDefault(session);
        return index.CountIn(session, max - added, moment, IsExpired) + added < max;

        // A statement that the group has refreshed has not expired, although the index does not show that yet.
        bool IsExpired(IndexEntry entry) =>
            entry.IsExpiredAt(moment) && (!TryGet(entry.Handle, out var left) || left.IsExpiredAt(moment));
    }

    public void Begin(Statement statement, bool isNew)
    {
        foreach (var row in StatementRows.Begin(statement))
        {
            Append(row);
        }

        _kept.Add(statement);
        if (isNew)
        {
            _added[statement.SessionId] = _added.GetValueOrDefault(statement.SessionId) + 1;
            if (statement.RequestId is not null)
            {
                NoteRequest((statement.SessionId, statement.RequestId), statement);
            }
        }
    }

    /// <summary>Of several statements that the group adds with one request id, the newest holds it.</summary>
    private void NoteRequest((string Session, string Request) request, Statement added)
    {
        if (!_requests.TryGetValue(request, out var known) || !TryGet(known, out var entry) || entry.CreatedAt <= added.CreatedAt.UtcTicks)
        {
            _requests[request] = added.Handle;
        }
    }

    public void Move(Statement statement, in StoredRow row)
    {
        Append(row);
        _kept.Add(statement);
    }

    public void Append(in StoredRow row)
    {
        var seq = firstSeq + Rows.Count;
        Rows.Add(row);
        if (row.Kind == RowKind.Removed)
        {
            _seen[row.Handle] = default;
        }
        else if (row.IsBegin)
        {
            _seen[row.Handle] = new()
            {
                Handle = row.Handle,
                First = seq,
                Last = seq,
                Version = row.Version,
                CreatedAt = row.Ticks,
                Status = StatementStatus.Submitted,
            };
        }
        else if (TryGet(row.Handle, out var entry))
        {
            _seen[row.Handle] = entry.After(row, seq);
        }
    }

    /// <summary>Makes the changes visible to readers, after the commit.</summary>
    public void Publish()
    {
        for (var i = 0; i < Rows.Count; i++)
        {
            index.Apply(Rows[i], firstSeq + i);
        }

        foreach (var statement in _kept)
        {
            index.SetLive(statement);
        }
    }
}
