using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Engine;

/// <summary>Knows when each session was last used, here and, where the store tells that, on other servers.</summary>
internal sealed class SessionActivity(EngineContext context, IStatementSessionActivity? shared)
{
    private readonly IdleSessions? _idle = context.Options.Retention.SessionIdleTimeout is { } timeout ? new(timeout) : null;

    /// <summary>The uses of sessions; null where sessions do not idle out.</summary>
    public IdleSessions? Idle => _idle;

    /// <summary>The store's note of when a session was used on any server; null where it keeps none, or sessions do not idle out.</summary>
    public IStatementSessionActivity? Shared => _idle is null ? null : shared;

    /// <summary>A session is in use now.</summary>
    public void OnUsed(string sessionId)
    {
        if (_idle is not null)
        {
            Use(sessionId, context.Now);
        }
    }

    /// <summary>A session is in use, for other servers too.</summary>
    public void Use(string sessionId, DateTimeOffset now)
    {
        _idle!.Touch(sessionId, now);
        if (Shared is not null && _idle.MustNote(sessionId, now))
        {
            _ = RecordActivityAsync(Shared, sessionId, now);
        }
    }

    /// <summary>Records a use for other servers. Callers do not wait for it, so that reads are not delayed while the store is unavailable.</summary>
    private async Task RecordActivityAsync(IStatementSessionActivity sessions, string sessionId, DateTimeOffset now)
    {
        try
        {
            await sessions.RecordActivityAsync(sessionId, now, _idle!.NoteKeep, context.Disposing).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The other calls to the store report that it is unavailable.
            _idle!.NotNoted(sessionId, now);
        }
    }
}
