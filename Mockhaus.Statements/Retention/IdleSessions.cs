using System.Collections.Concurrent;

namespace Mockhaus.Statements.Retention;

/// <summary>When each session was last used.</summary>
internal sealed class IdleSessions(TimeSpan timeout)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>Whether the sessions of an earlier manager are known.</summary>
    public bool IsSeeded { get; set; }

    /// <summary>Takes note of a session that was there before, unless it was used already.</summary>
    public void Seed(string sessionId, DateTimeOffset now) => _used.TryAdd(sessionId, now);

    /// <summary>Takes note of a use. Callers may overtake each other: an older one changes nothing.</summary>
    public void Touch(string sessionId, DateTimeOffset now) =>
        _used.AddOrUpdate(sessionId, static (_, at) => at, static (_, used, at) => used > at ? used : at, now);

    /// <summary>Whether a use at a moment keeps a session from being idle.</summary>
    public bool IsInUse(DateTimeOffset? used, DateTimeOffset now) => used + timeout > now;

    /// <summary>Since when a session is idle; null when it is not. One that was never seen is not.</summary>
    public DateTimeOffset? IdleSince(string sessionId, DateTimeOffset now) =>
        _used.TryGetValue(sessionId, out var used) && used + timeout <= now ? used + timeout : null;

    /// <summary>The sessions that are idle.</summary>
    public IEnumerable<(string SessionId, DateTimeOffset Since)> All(DateTimeOffset now)
    {
        foreach (var (sessionId, used) in _used)
        {
            if (used + timeout <= now)
            {
                yield return (sessionId, used + timeout);
            }
        }
    }

    /// <summary>Forgets a session that has ended, unless it was used again since.</summary>
    public void Forget(string sessionId, DateTimeOffset since) => _used.TryRemove(new(sessionId, since - timeout));
}
