using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <summary>How long statements, their results and unused sessions are kept.</summary>
public sealed class StatementRetentionOptions
{
    /// <summary>How long a result is kept after completion or its last read, when the request does not say.</summary>
    /// <value>1 hour; at least a second, at most <see cref="MaxTimeToLive"/>.</value>
    public TimeSpan DefaultTimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a result is kept after completion at most, however often it is read.</summary>
    /// <value>24 hours; at least a second.</value>
    public TimeSpan MaxTimeToLive { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long an expired or released handle still answers "expired" before it answers "not found".</summary>
    /// <value>24 hours; zero answers "not found" as soon as the sweeper has passed.</value>
    public TimeSpan TombstoneRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often what has expired is given back. Nobody can see whether it has been: expiry is decided on read.</summary>
    /// <value>5 minutes; at least a second.</value>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session without a live statement may go unused before it ends, as
    /// <see cref="StatementManager.EndSessionAsync"/> ends it. Counted from the last call for it and from the last end of one of
    /// its statements; what a manager has not seen since its own start counts from that start. Where several servers share a store,
    /// that has to be able to <see cref="IStatementSessionActivity"/>; a session may end up to a tenth of this time later there.</summary>
    /// <value>Null: sessions do not idle out. At least a second.</value>
    public TimeSpan? SessionIdleTimeout { get; set; }
}
