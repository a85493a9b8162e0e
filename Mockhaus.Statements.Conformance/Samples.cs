using System.Text;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Conformance;

/// <summary>Statements and batches with something in every field, built from the public contract alone.</summary>
public static class Samples
{
    public static DateTimeOffset Start { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static Statement Submitted(TimeProvider clock, string sessionId, string? requestId) => new()
    {
        Handle = StatementHandle.New(clock),
        SessionId = sessionId,
        Sql = "SELECT ?, 'ünïcode'",
        Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("TEXT", "a"), ["2"] = new("FIXED", null) },
        Context = new()
        {
            Database = "DB",
            Schema = "PUBLIC",
            Warehouse = "WH",
            Role = "R",
            Parameters = new Dictionary<string, string> { ["TIMEZONE"] = "UTC" },
        },
        RequestId = requestId,
        QueryTag = "tag",
        Status = StatementStatus.Submitted,
        CreatedAt = clock.GetUtcNow(),
        TimeToLive = TimeSpan.FromHours(1),
        Timeout = TimeSpan.FromMinutes(1),
        Parent = StatementHandle.New(clock),
        Children = [StatementHandle.New(clock)],
        Version = 1,
    };

    public static Statement Started(Statement statement, DateTimeOffset now) => Next(statement, StatementStatus.Running) with
    {
        StartedAt = now,
        Owner = new("host", new Guid("0b7a3a86-2a34-4f0e-9d2b-3d0a5c4a9b11")),
    };

    public static Statement Succeeded(Statement statement, DateTimeOffset now, params ResultBatchInfo[] batches) =>
        Finished(statement, StatementStatus.Succeeded, now) with
        {
            Result = new([ResultColumn.Fixed("N", 10), ResultColumn.Text("T") with { ByteLength = 16_777_216 }], batches.Sum(batch => batch.RowCount), batches)
            {
                Stats = new(1, 2, 3),
            },
        };

    public static Statement Failed(Statement statement, DateTimeOffset now) =>
        Finished(statement, StatementStatus.Failed, now) with { Error = new("002003", "42S02", "Object 'T' does not exist.") };

    public static Statement Cancelled(Statement statement, DateTimeOffset now) =>
        Finished(statement, StatementStatus.Cancelled, now) with { CancelRequestedAt = now };

    public static ResultBatch Batch(int number, string json, int rowCount = 2)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return new(new(number, rowCount, bytes.Length, bytes.Length, BatchEncoding.Identity), bytes);
    }

    public static string Text(ResultBatch batch) => Encoding.UTF8.GetString(batch.Payload.Span);

    private static Statement Finished(Statement statement, StatementStatus status, DateTimeOffset now) =>
        Next(statement, status) with { CompletedAt = now, ExpiresAt = now + statement.TimeToLive };

    private static Statement Next(Statement statement, StatementStatus status) =>
        statement with { Status = status, Version = statement.Version + 1 };
}
