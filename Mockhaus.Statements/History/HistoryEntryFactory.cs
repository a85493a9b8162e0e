using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.History;

/// <summary>Makes the entries of the history.</summary>
internal sealed class HistoryEntryFactory(StatementHistoryOptions options, string server, TimeProvider timeProvider)
{
    public HistoryEntry Create(HistoryEntryKind kind, DateTimeOffset at, Statement? statement, string? sessionId) => new()
    {
        Id = statement is null ? Guid.CreateVersion7(timeProvider.GetUtcNow()) : IdOf(kind, statement.Handle),
        Kind = kind,
        At = at,
        Server = server,
        SessionId = statement?.SessionId ?? sessionId,
        Handle = statement?.Handle,
        Status = statement?.Status,
        Operation = statement is null ? null : SqlOperation.From(statement),
        Sql = options.SqlText == HistorySqlText.None ? null : statement?.Sql,
    };

    public HistoryEntry CreateGap(long lost, DateTimeOffset from, DateTimeOffset to) => new()
    {
        Id = Guid.CreateVersion7(timeProvider.GetUtcNow()),
        Kind = HistoryEntryKind.Gap,
        At = to,
        Server = server,
        Lost = lost,
        LostFrom = from,
    };

    private static Guid IdOf(HistoryEntryKind kind, StatementHandle handle)
    {
        var bytes = handle.Value.ToByteArray();
        bytes[0] ^= (byte)((byte)kind + 1);
        return new(bytes);
    }
}
