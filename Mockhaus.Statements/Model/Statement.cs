using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements;

/// <summary>A statement at one point in time. Immutable: every change creates a new record with a higher <see cref="Version"/>.</summary>
public sealed record Statement
{
    internal static readonly IReadOnlyDictionary<string, StatementBinding> NoBindings =
        FrozenDictionary<string, StatementBinding>.Empty;

    // Times are kept as UTC ticks, 0 for none: as DateTimeOffset they would be a third of each record that a
    // statement goes through, and garbage collection is the largest cost of a short statement (measured).
    private readonly long _createdAt;
    private readonly long _startedAt;
    private readonly long _completedAt;
    private readonly long _expiresAt;
    private readonly long _cancelRequestedAt;
    private readonly long _rowsEvictedAt;

    /// <summary>The handle.</summary>
    public required StatementHandle Handle { get; init; }

    /// <summary>The session that the statement belongs to. No other session can see it.</summary>
    public required string SessionId { get; init; }

    /// <summary>The SQL. Empty in a tombstone.</summary>
    public required string Sql { get; init; }

    /// <summary>The values of the placeholders, by position from <c>"1"</c> or by name.</summary>
    public IReadOnlyDictionary<string, StatementBinding> Bindings { get; init; } = NoBindings;

    /// <summary>The database, schema, warehouse, role and parameters to run with.</summary>
    public StatementContext Context { get; init; } = StatementContext.Empty;

    /// <summary>The request id, by which a second submission finds this statement.</summary>
    public string? RequestId { get; init; }

    /// <summary>What happens when another statement holds <see cref="RequestId"/>. Used when the statement is added to a store, which need
    /// not keep it.</summary>
    public RequestIdUse RequestIdUse { get; init; }

    /// <summary>The query tag.</summary>
    public string? QueryTag { get; init; }

    /// <summary>The user who submitted the statement, as the host has proven it, or null.</summary>
    public string? User { get; init; }

    /// <summary>The status.</summary>
    public required StatementStatus Status { get; init; }

    /// <summary>When the statement was stored (UTC, microseconds).</summary>
    public required DateTimeOffset CreatedAt { get => new(_createdAt, TimeSpan.Zero); init => _createdAt = value.UtcTicks; }

    /// <summary>When its executor started, or null.</summary>
    public DateTimeOffset? StartedAt { get => Time(_startedAt); init => _startedAt = Ticks(value); }

    /// <summary>When it reached its terminal status, or null.</summary>
    public DateTimeOffset? CompletedAt { get => Time(_completedAt); init => _completedAt = Ticks(value); }

    /// <summary>When the statement expires. Null while it is live, because a live statement never expires, except a copy that a
    /// <see cref="Transfer.StatementTransfer"/> has not completed yet.</summary>
    public DateTimeOffset? ExpiresAt { get => Time(_expiresAt); init => _expiresAt = Ticks(value); }

    /// <summary>When a cancel was first requested, or null.</summary>
    public DateTimeOffset? CancelRequestedAt { get => Time(_cancelRequestedAt); init => _cancelRequestedAt = Ticks(value); }

    /// <summary>How long the statement is kept after completion or the last read.</summary>
    public required TimeSpan TimeToLive { get; init; }

    /// <summary>How long the statement may run, or null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The error of a failed or cancelled statement, or null.</summary>
    public StatementError? Error { get; init; }

    /// <summary>The manifest of its result. Null until the statement has succeeded, and after its rows were evicted.</summary>
    public ResultManifest? Result { get; init; }

    /// <summary>When its rows were evicted to keep all results within
    /// <see cref="StatementResultOptions.MaxTotalResultBytes"/>, or null.</summary>
    public DateTimeOffset? RowsEvictedAt { get => Time(_rowsEvictedAt); init => _rowsEvictedAt = Ticks(value); }

    /// <summary>The manager that runs the statement or has it in its queue.</summary>
    public StatementOwner? Owner { get; init; }

    /// <summary>The multi-statement request that this statement is a part of, or null.</summary>
    public StatementHandle? Parent { get; init; }

    /// <summary>The number of statements in the SQL, as requested: 1, more, or 0 for any number.</summary>
    public int StatementCount { get; init; } = 1;

    /// <summary>The parts of a multi-statement request, in order; set once it runs.</summary>
    public IReadOnlyList<StatementHandle> Children { get; init; } = [];

    /// <summary>The progress, or null. Only set for a running statement, and only by the manager that runs it.</summary>
    public StatementProgress? Progress { get; init; }

    /// <summary>The number of changes, from 1. A refresh of <see cref="ExpiresAt"/> by a read is not counted.</summary>
    public required long Version { get; init; }

    /// <summary>Whether the status is terminal.</summary>
    public bool IsFinished => StatementLifecycle.IsTerminal(Status);

    /// <summary>Creates the tombstone that a store keeps of an expired statement: it says that the statement expired, and when, without
    /// SQL and rows.</summary>
    /// <remarks>The version is one higher, so that a reader that holds the old version cannot refresh the expiry.</remarks>
    /// <returns>The tombstone.</returns>
    public Statement ToTombstone() => StatementLifecycle.ToTombstone(this);

    /// <summary>Whether the statement has expired at a point in time.</summary>
    /// <param name="moment">The time, by the clock of the manager.</param>
    /// <returns>True when <see cref="ExpiresAt"/> is reached.</returns>
    public bool IsExpiredAt(DateTimeOffset moment) => _expiresAt != 0 && _expiresAt <= moment.UtcTicks;

    /// <summary>Whether a new statement with the same request id can be added, and whether it takes the request id over.</summary>
    /// <remarks>For stores: call this on the statement that holds the request id, so that all stores decide alike.</remarks>
    /// <param name="added">The new statement, of the same session and with the same request id.</param>
    /// <returns>Null when the new statement cannot be added; otherwise whether it takes the request id over.</returns>
    public bool? YieldsRequestIdTo(Statement added)
    {
        ArgumentNullException.ThrowIfNull(added);
        return YieldsRequestId(added, CreatedAt.UtcTicks, _expiresAt);
    }

    /// <summary>The same for a holder of which only the times are known, in UTC ticks.</summary>
    internal static bool? YieldsRequestId(Statement added, long createdAt, long expiresAt)
    {
        if (expiresAt != 0 && expiresAt <= added._createdAt)
        {
            return true;
        }

        // By creation time, which every store keeps. The order of arrival is lost when rows are moved or copied.
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

    /// <summary>Keeps SQL and bindings out of ToString.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Handle = {Handle}, Status = {Status}, Version = {Version}");
        return true;
    }
}
