using System.Collections.Concurrent;

namespace Mockhaus.Statements.Memory;

/// <summary>Which handles each session has, and who holds which request id.</summary>
/// <remarks>A hint, never the truth: a handle in it may be gone, and is pruned by whoever meets it.</remarks>
internal sealed class MemoryIndex
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<StatementHandle, string?>> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Session, string RequestId), StatementHandle> _requests = new();

    public IEnumerable<StatementHandle> Handles(string? sessionId) =>
        sessionId is null
            ? _sessions.SelectMany(session => session.Value.Keys)
            : _sessions.TryGetValue(sessionId, out var handles) ? handles.Keys : [];

    public void Add(Statement statement)
    {
        if (statement.RequestId is not null)
        {
            _requests[(statement.SessionId, statement.RequestId)] = statement.Handle;
        }

        // An emptied session is dropped under its own lock, so that no handle is added to a dictionary that is gone.
        while (true)
        {
            var handles = _sessions.GetOrAdd(statement.SessionId, static _ => new());
            lock (handles)
            {
                if (_sessions.TryGetValue(statement.SessionId, out var current) && ReferenceEquals(current, handles))
                {
                    handles[statement.Handle] = statement.RequestId;
                    return;
                }
            }
        }
    }

    public void Remove(string sessionId, StatementHandle handle)
    {
        if (!_sessions.TryGetValue(sessionId, out var handles))
        {
            return;
        }

        lock (handles)
        {
            if (!handles.TryRemove(handle, out var requestId))
            {
                return;
            }

            LetGo(sessionId, requestId, handle);
            if (handles.IsEmpty)
            {
                _sessions.TryRemove(new(sessionId, handles));
            }
        }
    }

    /// <summary>Drops what the cache has forgotten on its own.</summary>
    public void Prune(Func<StatementHandle, bool> exists)
    {
        foreach (var (sessionId, handles) in _sessions)
        {
            foreach (var handle in handles.Keys.Where(handle => !exists(handle)))
            {
                Remove(sessionId, handle);
            }
        }
    }

    public StatementHandle? HolderOf(string sessionId, string requestId) =>
        _requests.TryGetValue((sessionId, requestId), out var handle) ? handle : null;

    public void LetGo(string sessionId, string? requestId, StatementHandle holder)
    {
        if (requestId is not null)
        {
            _requests.TryRemove(new((sessionId, requestId), holder));
        }
    }
}
