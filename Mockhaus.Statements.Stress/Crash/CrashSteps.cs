using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stress.Crash;

/// <summary>The states that statements go through, with something in every field.</summary>
internal static class CrashSteps
{
    private static readonly StatementOwner Owner = new("crash", new Guid("5b0a3a86-2a34-4f0e-9d2b-3d0a5c4a9b11"));

    public static Statement New(int caller, TimeSpan timeToLive, TimeProvider clock)
    {
        var handle = StatementHandle.New(clock);
        return new()
        {
            Handle = handle,
            SessionId = $"session {caller % 8}",
            Sql = $"select '{handle}', 'ünïcode'",
            Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("TEXT", handle.ToString()) },
            Context = new() { Database = "DB", Role = "R", Parameters = new Dictionary<string, string> { ["TIMEZONE"] = "UTC" } },
            RequestId = caller % 2 == 0 ? $"request of {handle}" : null,
            QueryTag = "crash",
            Status = StatementStatus.Submitted,
            CreatedAt = clock.GetUtcNow(),
            TimeToLive = timeToLive,
            Owner = Owner,
            Version = 1,
        };
    }

    public static Statement Started(Statement statement, DateTimeOffset now) =>
        Next(statement) with { Status = StatementStatus.Running, StartedAt = now };

    public static Statement CancelAsked(Statement statement, DateTimeOffset now) => Next(statement) with { CancelRequestedAt = now };

    public static Statement Succeeded(Statement statement, DateTimeOffset now, IReadOnlyList<ResultBatchInfo> batches) =>
        Finished(statement, StatementStatus.Succeeded, now) with
        {
            Result = new([ResultColumn.Fixed("N", 10), ResultColumn.Text("T")], batches.Sum(batch => (long)batch.RowCount), batches)
            {
                Stats = new(1, 2, 3),
            },
        };

    public static Statement Failed(Statement statement, DateTimeOffset now) =>
        Finished(statement, StatementStatus.Failed, now) with { Error = new("002003", "42S02", $"Object '{statement.Handle}' does not exist.") };

    public static Statement Cancelled(Statement statement, DateTimeOffset now) =>
        Finished(statement, StatementStatus.Cancelled, now) with { CancelRequestedAt = statement.CancelRequestedAt ?? now };

    public static Statement WithoutRows(Statement statement, DateTimeOffset now) => Next(statement) with { Result = null, RowsEvictedAt = now };

    public static Statement Released(Statement statement, DateTimeOffset now) => statement.ToTombstone() with { ExpiresAt = now };

    private static Statement Finished(Statement statement, StatementStatus status, DateTimeOffset now) =>
        Next(statement) with { Status = status, CompletedAt = now, ExpiresAt = now + statement.TimeToLive };

    private static Statement Next(Statement statement) => statement with { Version = statement.Version + 1 };
}
