using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Finds the rows of statements by handle, session and request id; and has the live statements.</summary>
/// <remarks>
/// In memory because DuckDB has no index that fits what this store does (see docs/decisions/0029-duckdb-append-only.md); about 150 bytes for each statement.
/// Not thread-safe: the file locks it. It has durable state only.
/// </remarks>
internal sealed class StatementIndex
{
    private readonly Dictionary<StatementHandle, int> _places = [];
    private readonly Dictionary<string, int> _sessionPlaces = new(StringComparer.Ordinal);
    private readonly List<IndexSession?> _sessions = [];
    private readonly Dictionary<(int Session, string Request), StatementHandle> _requests = [];
    private readonly Dictionary<StatementHandle, string> _requestIds = [];
    private readonly Dictionary<StatementHandle, SortedDictionary<int, long>> _laterBatches = [];
    private readonly Dictionary<StatementHandle, Statement> _live = [];
    private readonly Stack<int> _free = [];
    private readonly Stack<int> _freeSessions = [];
    private IndexEntry[] _entries = new IndexEntry[64];
    private int _used;

    /// <summary>How many statements have not finished.</summary>
    public int LiveCount { get; private set; }

    public IEnumerable<IndexEntry> All => _entries.Take(_used).Where(entry => entry.First != 0);

    public bool TryGet(StatementHandle handle, out IndexEntry entry)
    {
        var found = _places.TryGetValue(handle, out var place);
        entry = found ? _entries[place] : default;
        return found;
    }

    /// <summary>Finds a statement, or returns null when there is none.</summary>
    public FoundEntry? Find(StatementHandle handle) => TryGet(handle, out var entry)
        ? new(entry, _sessions[entry.Session]!.Id, _requestIds.GetValueOrDefault(handle))
        : null;

    public bool TryGetLive(StatementHandle handle, [NotNullWhen(true)] out Statement? statement) => _live.TryGetValue(handle, out statement);

    public StatementHandle? FindHolder(string session, string request) =>
        _sessionPlaces.TryGetValue(session, out var place) && _requests.TryGetValue((place, request), out var handle) ? handle : null;

    /// <summary>The entries of a session, newest first, as they were added.</summary>
    public IEnumerable<IndexEntry> GetEntries(string session)
    {
        for (var place = _sessionPlaces.TryGetValue(session, out var at) ? _sessions[at]!.Head : -1; place >= 0; place = _entries[place].Next)
        {
            yield return _entries[place];
        }
    }

    /// <summary>Counts the statements for the limit of a session, without those found expired.</summary>
    /// <remarks>There is no event when a statement expires, so the statements are checked, but only when the session seems full and one
    /// of them may have expired.</remarks>
    public int CountIn(string session, int enough, long moment, Predicate<IndexEntry> isExpired)
    {
        if (!_sessionPlaces.TryGetValue(session, out var at))
        {
            return 0;
        }

        var found = _sessions[at]!;
        if (found.Counted >= enough && found.EarliestExpiry <= moment)
        {
            found.EarliestExpiry = long.MaxValue;
            for (var place = found.Head; place >= 0; place = _entries[place].Next)
            {
                if (_entries[place].IsCounted && isExpired(_entries[place]))
                {
                    _entries[place].IsCounted = false;
                    found.Counted--;
                }
                else if (_entries[place].IsCounted)
                {
                    found.NoteExpiry(_entries[place].ExpiresAt);
                }
            }
        }

        return found.Counted;
    }

    /// <summary>The rows of a statement's batches, by number.</summary>
    public IEnumerable<(int Number, long Seq)> GetBatches(StatementHandle handle)
    {
        if (TryGet(handle, out var entry) && entry.Batch != 0)
        {
            yield return (0, entry.Batch);
        }

        if (_laterBatches.TryGetValue(handle, out var later))
        {
            foreach (var (number, seq) in later)
            {
                yield return (number, seq);
            }
        }
    }

    public long FindBatch(StatementHandle handle, int number) => number == 0
        ? TryGet(handle, out var entry) ? entry.Batch : 0
        : _laterBatches.TryGetValue(handle, out var later) ? later.GetValueOrDefault(number) : 0;

    /// <summary>Applies a row. Rows have to be applied in the order of the file.</summary>
    public void Apply(in StoredRow row, long seq)
    {
        if (row.IsBegin)
        {
            Begin(row, seq);
        }
        else if (row.Kind == RowKind.Removed)
        {
            Remove(row.Handle);
        }
        else if (_places.TryGetValue(row.Handle, out var place))
        {
            ref var entry = ref _entries[place];
            LiveCount -= entry.IsFinished ? 0 : 1;
            entry = entry.After(row, seq);
            LiveCount += entry.IsFinished ? 0 : 1;
            if (entry.IsCounted)
            {
                _sessions[entry.Session]!.NoteExpiry(entry.ExpiresAt);
            }

            if (row is { Kind: RowKind.Batch, Version: > 0 })
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_laterBatches, row.Handle, out _) ??= [])[(int)row.Version] = seq;
            }
            else if (entry.IsFinished && !entry.HasRows && _laterBatches.Count > 0)
            {
                _laterBatches.Remove(row.Handle);
            }
        }
    }

    /// <summary>Keeps a live statement in memory, and removes one that has finished.</summary>
    public void SetLive(Statement statement)
    {
        if (statement.IsFinished)
        {
            _live.Remove(statement.Handle);
        }
        else
        {
            _live[statement.Handle] = statement;
        }
    }

    private void Remove(StatementHandle handle)
    {
        if (!_places.Remove(handle, out var place))
        {
            return;
        }

        var entry = _entries[place];
        var session = _sessions[entry.Session]!;
        session.Counted -= entry.IsCounted ? 1 : 0;
        LiveCount -= entry.IsFinished ? 0 : 1;
        if (entry.Previous >= 0)
        {
            _entries[entry.Previous].Next = entry.Next;
        }
        else
        {
            session.Head = entry.Next;
        }

        if (entry.Next >= 0)
        {
            _entries[entry.Next].Previous = entry.Previous;
        }

        if (_requestIds.Remove(handle, out var request) && _requests.GetValueOrDefault((entry.Session, request)) == handle)
        {
            _requests.Remove((entry.Session, request));
        }

        _live.Remove(handle);
        _laterBatches.Remove(handle);
        _entries[place] = default;
        _free.Push(place);
        if (session.Head < 0)
        {
            _sessionPlaces.Remove(session.Id);
            _sessions[entry.Session] = null;
            _freeSessions.Push(entry.Session);
        }
    }

    /// <summary>Allocates for the statements of a file at once.</summary>
    public void Reserve(int count)
    {
        _places.EnsureCapacity(count);
        Array.Resize(ref _entries, Math.Max(_entries.Length, count));
    }

    private void Begin(in StoredRow row, long seq)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, row.Handle, out var isKnown);
        var hasLostRequest = false;
        if (isKnown)
        {
            var begun = _entries[known];
            hasLostRequest = row.Request is not null && _requests.GetValueOrDefault((begun.Session, row.Request)) != row.Handle;
            Remove(row.Handle);
            known = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, row.Handle, out _);
        }

        var at = SessionPlace(row.Session ?? "");
        var place = known = _free.TryPop(out var free) ? free : Grow();
        var session = _sessions[at]!;
        _entries[place] = new()
        {
            Handle = row.Handle,
            First = seq,
            Last = seq,
            Version = row.Version,
            CreatedAt = row.Ticks,
            Size = row.Size,
            Session = at,
            Next = session.Head,
            Previous = -1,
            Status = StatementStatus.Submitted,
            IsTombstone = row.Kind == RowKind.Tombstone,
            IsCounted = row.Kind != RowKind.Tombstone,
        };
        if (session.Head >= 0)
        {
            _entries[session.Head].Previous = place;
        }

        LiveCount++;
        (session.Head, session.Counted) = (place, session.Counted + (row.Kind == RowKind.Tombstone ? 0 : 1));
        if (row.Request is not null)
        {
            // The newest statement holds it, independent of the order of the rows: a statement that begins again, as a tombstone or a
            // copy, may have lost it to a later one since, or to one of the same time.
            if (!hasLostRequest
                && (!_requests.TryGetValue((at, row.Request), out var holder)
                    || !TryGet(holder, out var other)
                    || other.CreatedAt < row.Ticks
                    || (row.Version == 1 && other.CreatedAt == row.Ticks)))
            {
                _requests[(at, row.Request)] = row.Handle;
            }

            _requestIds[row.Handle] = row.Request;
        }
    }

    private int SessionPlace(string session)
    {
        if (_sessionPlaces.TryGetValue(session, out var at))
        {
            return at;
        }

        if (!_freeSessions.TryPop(out at))
        {
            at = _sessions.Count;
            _sessions.Add(null);
        }

        _sessions[at] = new(session);
        return _sessionPlaces[session] = at;
    }

    private int Grow()
    {
        if (_used == _entries.Length)
        {
            Array.Resize(ref _entries, _used * 2);
        }

        return _used++;
    }
}
