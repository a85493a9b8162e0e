using System.Collections.Concurrent;

namespace Mockhaus.Statements.Stores.Memory;

/// <summary>The handles of each session, and the holder of each request id.</summary>
/// <remarks>An index may have handles of statements that do not exist any more; <see cref="Prune"/> removes them.</remarks>
internal sealed class MemoryIndex
{
    private readonly ConcurrentDictionary<string, MemorySession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Session, string RequestId), StatementHandle> _requests = new();

    public IReadOnlyList<StatementHandle> GetHandles(string? sessionId, bool withTombstones) =>
        sessionId is null
            ? [.. _sessions.Values.SelectMany(session => GetHandles(session, withTombstones))]
            : _sessions.TryGetValue(sessionId, out var session) ? GetHandles(session, withTombstones) : [];

    /// <summary>Adds a statement, unless its session is full.</summary>
    public bool TryAdd(Statement statement, bool takesRequestId, int maxInSession, Func<StatementHandle, Statement?> find)
    {
        while (true)
        {
            var session = _sessions.GetOrAdd(statement.SessionId, static _ => new());
            lock (session)
            {
                if (session.IsDropped)
                {
                    continue;
                }

                if (!session.HasRoom(maxInSession, statement.CreatedAt, find))
                {
                    return false;
                }

                session.Add(statement);
            }

            if (statement.RequestId is not null && takesRequestId)
            {
                _requests[(statement.SessionId, statement.RequestId)] = statement.Handle;
            }

            return true;
        }
    }

    public void Remove(string sessionId, StatementHandle handle)
    {
        if (!_sessions.TryGetValue(sessionId, out var session))
        {
            return;
        }

        lock (session)
        {
            if (!session.Remove(handle, out var requestId))
            {
                return;
            }

            ReleaseRequestId(sessionId, requestId, handle);
            if (session.IsEmpty)
            {
                session.IsDropped = true;
                _sessions.TryRemove(new(sessionId, session));
            }
        }
    }

    /// <summary>Marks a statement that has become a tombstone, so that it does not count for its session any more.</summary>
    public void MarkTombstone(string sessionId, StatementHandle handle)
    {
        if (_sessions.TryGetValue(sessionId, out var session))
        {
            lock (session)
            {
                session.MarkExpired(handle);
            }
        }
    }

    /// <summary>Removes the statements that the cache has removed by itself.</summary>
    public void Prune(Func<StatementHandle, bool> exists)
    {
        foreach (var (sessionId, session) in _sessions)
        {
            foreach (var handle in GetHandles(session, withTombstones: true).Where(handle => !exists(handle)))
            {
                Remove(sessionId, handle);
            }
        }
    }

    public StatementHandle? FindHolder(string sessionId, string requestId) =>
        _requests.TryGetValue((sessionId, requestId), out var handle) ? handle : null;

    private void ReleaseRequestId(string sessionId, string? requestId, StatementHandle holder)
    {
        if (requestId is not null)
        {
            _requests.TryRemove(new((sessionId, requestId), holder));
        }
    }

    private static List<StatementHandle> GetHandles(MemorySession session, bool withTombstones)
    {
        lock (session)
        {
            return [.. withTombstones ? session.Handles : session.Retained];
        }
    }
}
