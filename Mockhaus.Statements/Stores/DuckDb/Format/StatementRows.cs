using System.Text.Json;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Converts statements to rows, and back.</summary>
internal static class StatementRows
{
    /// <summary>In characters. Up to this size a second copy of a request costs less than reading a second row.</summary>
    private const long SmallRequest = 4096;

    /// <summary>The rows that write a statement from its beginning.</summary>
    public static IEnumerable<StoredRow> Begin(Statement statement)
    {
        var isTombstone = StoredStatement.IsTombstone(statement);
        var isNew = statement.Status == StatementStatus.Submitted;
        yield return new(isTombstone ? RowKind.Tombstone : RowKind.Added, statement.Handle, statement.Version, statement.CreatedAt.UtcTicks)
        {
            Session = statement.SessionId,
            Request = statement.RequestId,
            Entry = StoredStatement.ToJson(
                new(StoredStatement.ToRequest(statement), isNew ? StoredStatement.ToState(statement) : null)),
        };
        if (!isNew)
        {
            yield return Move(statement);
        }
    }

    /// <summary>The row of a new state. The row of a terminal state has the request too, unless that is large.</summary>
    public static StoredRow Move(Statement statement)
    {
        var request = statement.IsFinished && IsSmall(statement) ? StoredStatement.ToRequest(statement) : null;
        var entry = StoredStatement.ToJson(new(request, StoredStatement.ToState(statement)));
        return new(ToKind(statement), statement.Handle, statement.Version, statement.ExpiresAt?.UtcTicks ?? 0) { Entry = entry };
    }

    public static RowKind ToKind(Statement statement) => statement.Status switch
    {
        StatementStatus.Succeeded when statement.Result is null => RowKind.WithoutRows,
        var status => (RowKind)((int)RowKind.Submitted + ((int)status - (int)StatementStatus.Submitted)),
    };

    /// <summary>The status of a row, or none.</summary>
    public static StatementStatus ToStatus(RowKind kind) => kind switch
    {
        RowKind.WithoutRows => StatementStatus.Succeeded,
        >= RowKind.Submitted and <= RowKind.Cancelled => (StatementStatus)((int)StatementStatus.Submitted + ((int)kind - (int)RowKind.Submitted)),
        _ => StatementStatus.None,
    };

    public static StoredEntry? Parse(ReadRow row) =>
        row.Entry.Length == 0 ? null : JsonSerializer.Deserialize(row.Entry, StoredJson.Instance.StoredEntry);

    private static bool IsSmall(Statement statement) =>
        statement.Sql.Length + statement.Bindings.Values.Sum(binding => binding.Length) < SmallRequest;
}
