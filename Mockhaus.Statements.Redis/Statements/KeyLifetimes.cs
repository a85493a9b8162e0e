using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>How long keys are kept, in milliseconds.</summary>
/// <remarks>They are a safety net under the manager's clock, so each is rather too long. Live statements are renewed while their server is alive;
/// when it is not, they stay for as long as a tombstone would, so that "owner lost" can be told.</remarks>
internal sealed class KeyLifetimes(RedisStoreOptions options, MockhausStatementsOptions statementOptions, TimeProvider timeProvider)
{
    private readonly TimeSpan _gone = statementOptions.TombstoneRetention + options.Margin;

    /// <summary>How long a reservation is good: what is added later is refused.</summary>
    public long Reservation => Milliseconds(options.Reservation);

    /// <summary>After how long a reservation without a statement is nobody's. Longer: the clocks of a cluster's nodes differ.</summary>
    public long Abandoned => Milliseconds(options.Reservation * 1.5);

    /// <summary>How long it counts that a session was entered.</summary>
    public long Entry => Milliseconds(options.Reservation * 6);

    /// <summary>How long it is known what is gone: as long as something of it may be sent a second time, or a late addition would be taken.</summary>
    public long Gone => Milliseconds(options.CallTimeout) + Abandoned;

    /// <summary>A live statement.</summary>
    public TimeSpan Live => _gone + (4 * options.Lease);

    /// <summary>How often live statements are kept anew.</summary>
    public TimeSpan Renewal => Live / 4;

    /// <summary>The index of a session and the note of it: longer than the statement that was added last can be kept without being renewed.</summary>
    public long Session => Milliseconds(Live + statementOptions.MaxTimeToLive + _gone) + Entry;

    public RedisValue For(Statement statement) => statement.ExpiresAt is { } expiry ? Until(expiry) : Milliseconds(Live);

    /// <summary>A statement that expires then.</summary>
    public long Until(DateTimeOffset expiresAt) => Math.Max(1, Milliseconds(expiresAt - timeProvider.GetUtcNow() + _gone));

    /// <summary>What had expired before this when the index was told last has no key any more (us). It may have been put off since, and the
    /// word of that lost.</summary>
    public long GoneBefore(DateTimeOffset now) => StoredFields.Microseconds(now - _gone - statementOptions.MaxTimeToLive);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
