using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Engine;

/// <summary>What waits to be recorded. The writer makes the entry of it, so that redaction does not delay the statement.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When it happened.</param>
/// <param name="Statement">The statement as it was then, or null for an entry of a session.</param>
/// <param name="SessionId">The session of an entry without a statement.</param>
/// <param name="Recorded">Completed when the entry is recorded, or fails when it cannot be; null when no caller waits.</param>
internal readonly record struct PendingEntry(
    HistoryEntryKind Kind, DateTimeOffset At, Statement? Statement, string? SessionId = null, TaskCompletionSource? Recorded = null)
{
    /// <summary>About what an entry takes besides its SQL: the statement is kept alive until it is recorded.</summary>
    private const int Base = 1024;

    /// <summary>Whether it only marks a position of the line, and is not recorded.</summary>
    public bool IsMark => Statement is null && SessionId is null;

    /// <summary>The estimated size in memory.</summary>
    public long Bytes => IsMark ? 0 : Base + (2L * (Statement?.Sql.Length ?? 0));

    /// <summary>A mark: <paramref name="reached"/> completes when everything before it is recorded, or when that has failed.</summary>
    public static PendingEntry Mark(TaskCompletionSource reached) => new(default, default, null, null, reached);
}
