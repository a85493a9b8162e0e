using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>How long keys are kept, in milliseconds.</summary>
/// <remarks>A safety net beside the manager's clock, so each is rather too long. Live statements are renewed while their server is alive;
/// when it is not, they stay for as long as a tombstone would, so that "owner lost" can be reported.</remarks>
internal sealed class KeyLifetimes(RedisStoreOptions options, MockhausStatementsOptions statementOptions, TimeProvider timeProvider)
{
    private readonly TimeSpan _gone = statementOptions.Retention.TombstoneRetention + options.Margin;

    /// <summary>How long a reservation is valid: a later addition is refused.</summary>
    public long Reservation => Milliseconds(options.Reservation);

    /// <summary>After how long a reservation without a statement is abandoned. Longer than it is valid, because the clocks of the nodes
    /// of a cluster differ.</summary>
    public long Abandoned => Milliseconds(options.Reservation * 1.5);

    /// <summary>How long the registration of a session is valid.</summary>
    public long Entry => Milliseconds(options.Reservation * 6);

    /// <summary>How long the key of a removed statement is kept: as long as a call about it may be sent a second time, or a late
    /// addition would be accepted.</summary>
    public long Gone => Milliseconds(options.CallTimeout) + Abandoned;

    /// <summary>How long a live statement is kept without a renewal.</summary>
    public TimeSpan Live => _gone + (4 * options.Lease);

    /// <summary>How often live statements are renewed.</summary>
    public TimeSpan Renewal => Live / 4;

    /// <summary>The index of a session and its registration: longer than the statement that was added last can be kept without a
    /// renewal.</summary>
    public long Session => Milliseconds(Live + statementOptions.Retention.MaxTimeToLive + _gone) + Entry;

    /// <summary>A statement in this state.</summary>
    public RedisValue For(Statement statement) => statement.ExpiresAt is { } expiry ? Until(expiry) : Milliseconds(Live);

    /// <summary>A statement with this expiry.</summary>
    public long Until(DateTimeOffset expiresAt) => Math.Max(1, Milliseconds(expiresAt - timeProvider.GetUtcNow() + _gone));

    /// <summary>Statements whose expiry in the index is before this have no key any more (us). An expiry may have been refreshed without
    /// an update of the index.</summary>
    public long GoneBefore(DateTimeOffset now) => StoredFields.Microseconds(now - _gone - statementOptions.Retention.MaxTimeToLive);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
