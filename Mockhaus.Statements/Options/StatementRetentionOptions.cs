using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <summary>How long statements, their results and unused sessions are kept.</summary>
public sealed class StatementRetentionOptions
{
    /// <summary>How long a result is kept after completion or its last read, when the request does not set it.</summary>
    /// <value>1 hour; at least a second, at most <see cref="MaxTimeToLive"/>.</value>
    public TimeSpan DefaultTimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The maximum time that a result is kept after completion, regardless of reads.</summary>
    /// <value>24 hours; at least a second.</value>
    public TimeSpan MaxTimeToLive { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long an expired or released handle still answers "expired" before it answers "not found".</summary>
    /// <value>24 hours; with zero it answers "not found" after the next purge.</value>
    public TimeSpan TombstoneRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often expired statements are purged. This does not affect what callers see, because expiry is decided on
    /// read.</summary>
    /// <value>5 minutes; at least a second.</value>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session without a live statement may go unused before it ends, as
    /// <see cref="StatementManager.EndSessionAsync"/> ends it. Counted from the last call for it and from the last end of one of
    /// its statements; for a session without a call since the manager started, from that start. When several servers share a store,
    /// the store has to support <see cref="IStatementSessionActivity"/>; a session can then end up to a tenth of this time later.</summary>
    /// <value>Null: sessions do not idle out. At least a second.</value>
    public TimeSpan? SessionIdleTimeout { get; set; }
}
