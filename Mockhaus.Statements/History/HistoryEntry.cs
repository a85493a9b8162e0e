using System.Globalization;
using System.Text;

namespace Mockhaus.Statements.History;

/// <summary>One line of the history: something that happened to a statement, a session, or the history itself.</summary>
/// <remarks>It contains no value of the SQL, no binding and no error text, unless <see cref="StatementHistoryOptions.SqlText"/> says so.
/// Members that a kind does not need are null.</remarks>
public sealed record HistoryEntry
{
    /// <summary>The id. The same event has the same id, whichever server records it.</summary>
    public required Guid Id { get; init; }

    /// <summary>What happened.</summary>
    public required HistoryEntryKind Kind { get; init; }

    /// <summary>When it happened (UTC, microseconds). For an ended statement, its <see cref="Statement.CompletedAt"/>.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The server and the process that recorded it.</summary>
    public string? Server { get; init; }

    /// <summary>The session, or null for an entry of the history itself.</summary>
    public string? SessionId { get; init; }

    /// <summary>The user whose statement it is, as the host has proven it (<see cref="Statement.User"/>).</summary>
    public string? User { get; init; }

    /// <summary>The statement.</summary>
    public StatementHandle? Handle { get; init; }

    /// <summary>The multi-statement request that the statement is a part of.</summary>
    public StatementHandle? Parent { get; init; }

    /// <summary>The status of the statement then.</summary>
    public StatementStatus? Status { get; init; }

    /// <summary>The operation, such as SELECT, in upper case; null when the first word of the SQL is unknown.</summary>
    public string? Operation { get; init; }

    /// <summary>The SQL as <see cref="StatementHistoryOptions.SqlText"/> says, at most <see cref="StatementHistoryOptions.MaxSqlLength"/> characters.</summary>
    public string? Sql { get; init; }

    /// <summary>The number of characters of the SQL as it was submitted.</summary>
    public int SqlLength { get; init; }

    /// <summary>Identifies the redacted SQL: statements that differ only in values have the same shape.</summary>
    public Guid? Shape { get; init; }

    /// <summary>The database of the request.</summary>
    public string? Database { get; init; }

    /// <summary>The schema of the request.</summary>
    public string? Schema { get; init; }

    /// <summary>The warehouse of the request.</summary>
    public string? Warehouse { get; init; }

    /// <summary>The role of the request.</summary>
    public string? Role { get; init; }

    /// <summary>The query tag.</summary>
    public string? QueryTag { get; init; }

    /// <summary>When the statement was stored.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When its executor started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The number of rows of its result.</summary>
    public long? Rows { get; init; }

    /// <summary>The size of its result as stored.</summary>
    public long? Bytes { get; init; }

    /// <summary>The code of its error.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The SQL state of its error.</summary>
    public string? SqlState { get; init; }

    /// <summary>The text of its error; only with <see cref="HistorySqlText.Full"/>, because error texts quote values.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Of a gap, the number of entries that were lost.</summary>
    public long? Lost { get; init; }

    /// <summary>Of a gap, when the first lost entry happened; <see cref="At"/> is that of the last one.</summary>
    public DateTimeOffset? LostFrom { get; init; }

    /// <summary>Keeps SQL, sessions and users out of ToString.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Id = {Id}, Kind = {Kind}, Handle = {Handle}, Status = {Status}");
        return true;
    }
}
