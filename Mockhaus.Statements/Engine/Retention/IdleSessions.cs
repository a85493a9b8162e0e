using System.Collections.Concurrent;

namespace Mockhaus.Statements.Engine;

/// <summary>When each session was last used, and when that was last recorded for other servers.</summary>
internal sealed class IdleSessions(TimeSpan timeout)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _noted = new(StringComparer.Ordinal);

    /// <summary>A note stands for all uses within this time after it.</summary>
    private TimeSpan NoteInterval => timeout / 10;

    /// <summary>How long a note counts.</summary>
    public TimeSpan NoteKeep => timeout + NoteInterval;

    /// <summary>Whether the sessions of an earlier manager are known.</summary>
    public bool IsSeeded { get; set; }

    /// <summary>Takes note of a session that was there before, unless it was used already.</summary>
    public void Seed(string sessionId, DateTimeOffset now) => _used.TryAdd(sessionId, now);

    /// <summary>Takes note of a use. Callers may overtake each other: an older one changes nothing.</summary>
    public void Touch(string sessionId, DateTimeOffset now) =>
        _used.AddOrUpdate(sessionId, static (_, at) => at, static (_, used, at) => used > at ? used : at, now);

    /// <summary>Takes over a recorded use: the last use may be later by as much as records are apart.</summary>
    public void TouchNoted(string sessionId, DateTimeOffset noted) => Touch(sessionId, noted + NoteInterval);

    /// <summary>Whether a use has to be recorded for other servers. Of concurrent callers, one gets true.</summary>
    public bool MustNote(string sessionId, DateTimeOffset now)
    {
        // Read first: nearly always it was recorded a short while ago.
        while (_noted.TryGetValue(sessionId, out var noted))
        {
            if (now - noted < NoteInterval)
            {
                return false;
            }

            if (_noted.TryUpdate(sessionId, now, noted))
            {
                return true;
            }
        }

        return _noted.TryAdd(sessionId, now);
    }

    /// <summary>The use could not be recorded: the next use has to be.</summary>
    public void NotNoted(string sessionId, DateTimeOffset now) => _noted.TryRemove(new(sessionId, now));

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
    public void Forget(string sessionId, DateTimeOffset since)
    {
        if (_used.TryRemove(new(sessionId, since - timeout)))
        {
            _noted.TryRemove(sessionId, out _);
        }
    }
}
