namespace Mockhaus.Statements.Memory;

/// <summary>The handles of one session, each with its request id: those that count for its limit, and those that have expired.</summary>
/// <remarks>Not safe for threads: <see cref="MemoryIndex"/> locks it.</remarks>
internal sealed class MemorySession
{
    private readonly Dictionary<StatementHandle, string?> _retained = [];
    private readonly Dictionary<StatementHandle, string?> _expired = [];

    public bool IsEmpty => _retained.Count + _expired.Count == 0;

    /// <summary>Set once it is dropped for being empty: whoever still holds it has to look for its successor.</summary>
    public bool IsDropped { get; set; }

    public IEnumerable<StatementHandle> Handles => _retained.Keys.Concat(_expired.Keys);

    public void Add(StatementHandle handle, string? requestId) => _retained[handle] = requestId;

    public bool Remove(StatementHandle handle, out string? requestId) =>
        _retained.Remove(handle, out requestId) || _expired.Remove(handle, out requestId);

    /// <summary>Whether a statement fits in.</summary>
    /// <remarks>
    /// Nothing tells when a statement expires, so they are looked through, but only once the session seems full; those found
    /// expired are set apart, so that no tombstone is looked at twice.
    /// </remarks>
    public bool HasRoom(int max, DateTimeOffset now, Func<StatementHandle, DateTimeOffset, bool> isRetained)
    {
        if (_retained.Count >= max)
        {
            SetExpiredApart(now, isRetained);
        }

        return _retained.Count < max;
    }

    private void SetExpiredApart(DateTimeOffset now, Func<StatementHandle, DateTimeOffset, bool> isRetained)
    {
        foreach (var handle in _retained.Keys.Where(handle => !isRetained(handle, now)).ToList())
        {
            _retained.Remove(handle, out var requestId);
            _expired[handle] = requestId;
        }
    }
}
