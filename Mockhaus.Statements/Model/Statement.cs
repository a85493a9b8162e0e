using Mockhaus.Statements.Lifecycle;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements;

/// <summary>One statement at one moment. Immutable: every change makes a new one with a higher <see cref="Version"/>.</summary>
public sealed record Statement
{
    internal static readonly IReadOnlyDictionary<string, StatementBinding> NoBindings =
        FrozenDictionary<string, StatementBinding>.Empty;

    // Times are kept as UTC ticks, 0 for none: as DateTimeOffset they would be a third of each of the records that a
    // statement goes through, and the garbage collector is what a short statement costs most (measured).
    private readonly long _createdAt;
    private readonly long _startedAt;
    private readonly long _completedAt;
    private readonly long _expiresAt;
    private readonly long _cancelRequestedAt;
    private readonly long _rowsEvictedAt;

    /// <summary>Its name.</summary>
    public required StatementHandle Handle { get; init; }

    /// <summary>The session that it belongs to; no other session can see it.</summary>
    public required string SessionId { get; init; }

    /// <summary>The SQL. Empty once the statement has become a tombstone.</summary>
    public required string Sql { get; init; }

    /// <summary>Values for placeholders, by position from <c>"1"</c> or by name.</summary>
    public IReadOnlyDictionary<string, StatementBinding> Bindings { get; init; } = NoBindings;

    /// <summary>Where and as whom it runs.</summary>
    public StatementContext Context { get; init; } = StatementContext.Empty;

    /// <summary>The key by which a second submission finds this one.</summary>
    public string? RequestId { get; init; }

    /// <summary>What becomes of another statement that holds <see cref="RequestId"/>. Counts when the statement is added to a store, which need not keep it.</summary>
    public RequestIdUse RequestIdUse { get; init; }

    /// <summary>The mark that its submitter gave it.</summary>
    public string? QueryTag { get; init; }

    /// <summary>Where it stands.</summary>
    public required StatementStatus Status { get; init; }

    /// <summary>When it was stored (UTC, microseconds).</summary>
    public required DateTimeOffset CreatedAt { get => new(_createdAt, TimeSpan.Zero); init => _createdAt = value.UtcTicks; }

    /// <summary>When its executor began, or null.</summary>
    public DateTimeOffset? StartedAt { get => Time(_startedAt); init => _startedAt = Ticks(value); }

    /// <summary>When its terminal status was written, or null.</summary>
    public DateTimeOffset? CompletedAt { get => Time(_completedAt); init => _completedAt = Ticks(value); }

    /// <summary>From when on it answers "expired". Null while it is live: what is live never expires, but for the copy that a
    /// <see cref="Transfer.StatementTransfer"/> has not completed yet.</summary>
    public DateTimeOffset? ExpiresAt { get => Time(_expiresAt); init => _expiresAt = Ticks(value); }

    /// <summary>When a cancel was first asked for, or null.</summary>
    public DateTimeOffset? CancelRequestedAt { get => Time(_cancelRequestedAt); init => _cancelRequestedAt = Ticks(value); }

    /// <summary>How long it is kept after completion or the last read.</summary>
    public required TimeSpan TimeToLive { get; init; }

    /// <summary>How long it may run, or null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Why it failed or was cancelled, or null.</summary>
    public StatementError? Error { get; init; }

    /// <summary>What its result holds. Null until it has succeeded, and again once its rows are given up.</summary>
    public ResultManifest? Result { get; init; }

    /// <summary>When its rows were given up to keep all results within
    /// <see cref="StatementResultOptions.MaxTotalResultBytes"/>, or null.</summary>
    public DateTimeOffset? RowsEvictedAt { get => Time(_rowsEvictedAt); init => _rowsEvictedAt = Ticks(value); }

    /// <summary>Who runs it or has it in its queue.</summary>
    public StatementOwner? Owner { get; init; }

    /// <summary>The statement that this one is a part of, or null.</summary>
    public StatementHandle? Parent { get; init; }

    /// <summary>How many statements its text holds, as its submitter has said: 1, more, or 0 for any number.</summary>
    public int StatementCount { get; init; } = 1;

    /// <summary>The statements that this one is made of, in their order; known once it runs.</summary>
    public IReadOnlyList<StatementHandle> Children { get; init; } = [];

    /// <summary>How far it has come, or null. Only of a running statement, and only where it is asked of the manager that runs it.</summary>
    public StatementProgress? Progress { get; init; }

    /// <summary>Counts the changes, from 1. A slide of <see cref="ExpiresAt"/> by a read is not counted.</summary>
    public required long Version { get; init; }

    /// <summary>Whether it has reached a terminal status.</summary>
    public bool IsFinished => StatementLifecycle.IsTerminal(Status);

    /// <summary>What a store keeps of an expired statement: enough to say that it expired, and when; neither SQL nor rows.</summary>
    /// <remarks>The version is a higher one, so that no reader who still holds the old one can put the expiry off.</remarks>
    /// <returns>The tombstone.</returns>
    public Statement ToTombstone() => StatementLifecycle.ToTombstone(this);

    /// <summary>Whether it has expired at a moment.</summary>
    /// <param name="moment">The moment, of the clock that the manager uses.</param>
    /// <returns>Whether <see cref="ExpiresAt"/> is reached.</returns>
    public bool IsExpiredAt(DateTimeOffset moment) => _expiresAt != 0 && _expiresAt <= moment.UtcTicks;

    /// <summary>Whether a new statement with the request id of this one can be added, and whether it then holds the request id.</summary>
    /// <remarks>For stores: each asks this of the statement that holds the request id, so that all of them agree.</remarks>
    /// <param name="added">The new statement, of the same session and with the same request id.</param>
    /// <returns>Null when this one stands in the way; otherwise whether the new one takes the request id over.</returns>
    public bool? YieldsRequestIdTo(Statement added)
    {
        ArgumentNullException.ThrowIfNull(added);
        return MakesWay(added, CreatedAt.UtcTicks, _expiresAt);
    }

    /// <summary>The same of a holder of which only its times are known, in UTC ticks.</summary>
    internal static bool? MakesWay(Statement added, long createdAt, long expiresAt)
    {
        if (expiresAt != 0 && expiresAt <= added._createdAt)
        {
            return true;
        }

        // By the time of creation, which every store keeps: the order of arrival is lost where rows are moved or copied.
        var isLater = added._createdAt > createdAt;
        return added.RequestIdUse switch
        {
            RequestIdUse.Newest when isLater => true,
            RequestIdUse.Shared => isLater,
            _ => null,
        };
    }

    private static DateTimeOffset? Time(long ticks) => ticks == 0 ? null : new(ticks, TimeSpan.Zero);

    private static long Ticks(DateTimeOffset? time) => time?.UtcTicks ?? 0;

    /// <summary>Keeps SQL and bindings out of whatever prints a statement.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Handle = {Handle}, Status = {Status}, Version = {Version}");
        return true;
    }
}
