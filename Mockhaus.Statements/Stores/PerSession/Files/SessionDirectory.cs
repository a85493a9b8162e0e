using System.Collections.Concurrent;

namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>The persistent sessions, and the session of each of their statements.</summary>
internal sealed class SessionDirectory
{
    private readonly ConcurrentDictionary<string, SessionFile> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<StatementHandle, SessionHandle> _handles = new();

    /// <summary>Held while the place of a session or a handle is decided; never across an await.</summary>
    public Lock PlacementLock { get; } = new();

    public bool Contains(string sessionId) => _sessions.ContainsKey(sessionId);

    public SessionFile? Find(string sessionId) => _sessions.GetValueOrDefault(sessionId);

    public SessionHandle? Find(StatementHandle handle) => _handles.GetValueOrDefault(handle);

    public SessionFile GetOrAdd(string sessionId, string path)
    {
        lock (PlacementLock)
        {
            return _sessions.GetOrAdd(sessionId, static (id, path) => new(id, path), path);
        }
    }

    /// <summary>Adds a handle, or returns the one that has its place.</summary>
    public SessionHandle GetOrAdd(StatementHandle handle, SessionHandle own) => _handles.GetOrAdd(handle, own);

    /// <summary>The file of a session that is persistent, or null.</summary>
    public async ValueTask<SessionFile?> FindReadyAsync(string sessionId, CancellationToken cancellationToken) =>
        Find(sessionId) is { } file && await file.WaitReadyAsync(cancellationToken).ConfigureAwait(false) ? file : null;

    /// <summary>The files of all sessions that are persistent.</summary>
    public List<SessionFile> GetReady() => [.. _sessions.Values.Where(file => file.IsReady)];

    public void Remove(SessionFile file)
    {
        lock (PlacementLock)
        {
            _sessions.TryRemove(new(file.SessionId, file));
        }
    }

    /// <summary>Removes a handle; the statement is gone, or was never stored.</summary>
    public void Remove(StatementHandle handle, SessionHandle known)
    {
        known.SetLive(false);
        known.File.Handles.TryRemove(new(handle, known));
        _handles.TryRemove(new(handle, known));
    }
}
