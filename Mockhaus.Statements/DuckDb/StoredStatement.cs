using System.Text;
using System.Text.Json;

namespace Mockhaus.Statements.DuckDb;

/// <summary>A statement as rows, and back.</summary>
internal static class StoredStatement
{
    /// <summary>In characters. Up to here a second copy of a request costs less than a second row to read.</summary>
    private const long SmallRequest = 4096;

    /// <summary>The rows by which a statement begins in the file, whatever stood there of it before.</summary>
    public static IEnumerable<StoredRow> Begin(Statement statement)
    {
        var isTombstone = IsTombstone(statement);
        var isNew = statement.Status == StatementStatus.Submitted;
        yield return new(isTombstone ? RowKind.Tombstone : RowKind.Added, statement.Handle, statement.Version, statement.CreatedAt.UtcTicks)
        {
            Session = statement.SessionId,
            Request = statement.RequestId,
            Entry = ToJson(new(RequestOf(statement), isNew ? StateOf(statement) : null)),
        };
        if (!isNew)
        {
            yield return Move(statement);
        }
    }

    /// <summary>The row of a move, or of any other change. Where a statement ends, it says all of it, unless its request is large.</summary>
    public static StoredRow Move(Statement statement)
    {
        var state = StateOf(statement);
        var entry = ToJson(new(statement.IsFinished && IsSmall(statement) ? RequestOf(statement) : null, state));
        return new(KindOf(statement), statement.Handle, statement.Version, statement.ExpiresAt?.UtcTicks ?? 0) { Entry = entry };
    }

    /// <summary>Whether the next state says nothing that the first row of a statement would have to say otherwise.</summary>
    public static bool IsMove(Statement from, Statement to) =>
        from.Sql == to.Sql
        && from.CreatedAt == to.CreatedAt
        && from.TimeToLive == to.TimeToLive
        && from.Timeout == to.Timeout
        && from.QueryTag == to.QueryTag
        && from.Parent == to.Parent
        && from.StatementCount == to.StatementCount
        && SameBindings(from.Bindings, to.Bindings)
        && (ReferenceEquals(from.Context, to.Context) || ToJson(new(RequestOf(from), null)).AsSpan().SequenceEqual(ToJson(new(RequestOf(to), null))));

    /// <summary>Whether a text comes back from the file as it was: half a surrogate pair would not.</summary>
    public static bool IsText(string text) =>
        !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    /// <summary>What is left of an expired statement: neither SQL nor rows.</summary>
    public static bool IsTombstone(Statement statement) => statement is { IsFinished: true, Sql.Length: 0, Result: null };

    public static RowKind KindOf(Statement statement) => statement.Status switch
    {
        StatementStatus.Succeeded when statement.Result is null => RowKind.WithoutRows,
        var status => (RowKind)((int)RowKind.Submitted + ((int)status - (int)StatementStatus.Submitted)),
    };

    /// <summary>The status that a row says, or none.</summary>
    public static StatementStatus StatusOf(RowKind kind) => kind switch
    {
        RowKind.WithoutRows => StatementStatus.Succeeded,
        >= RowKind.Submitted and <= RowKind.Cancelled => (StatementStatus)((int)StatementStatus.Submitted + ((int)kind - (int)RowKind.Submitted)),
        _ => StatementStatus.None,
    };

    /// <summary>Puts a statement together from what never changes and where it stands.</summary>
    public static Statement Read(FoundEntry found, StoredRequest request, StoredState state)
    {
        var entry = found.Entry;
        return new()
        {
            Handle = entry.Handle,
            SessionId = found.Session,
            RequestId = found.Request,
            Sql = request.Sql,
            Bindings = request.Bindings ?? Statement.NoBindings,
            Context = ContextOf(request.Context),
            QueryTag = request.QueryTag,
            CreatedAt = request.CreatedAt,
            TimeToLive = request.TimeToLive,
            Timeout = request.Timeout,
            Parent = request.Parent,
            StatementCount = request.StatementCount,
            Status = state.Status,
            StartedAt = state.StartedAt,
            CompletedAt = state.CompletedAt,

            // A slide has a row of its own, of which only the index knows the time.
            ExpiresAt = entry.ExpiresAt == 0 ? null : new DateTimeOffset(entry.ExpiresAt, TimeSpan.Zero),
            CancelRequestedAt = state.CancelRequestedAt,
            RowsGivenUpAt = state.RowsGivenUpAt,
            Error = state.Error,
            Result = state.Result,
            Owner = state.Owner,
            Children = state.Children ?? [],
            Version = entry.Version,
        };
    }

    public static StoredEntry? Parse(ReadRow row) =>
        row.Entry.Length == 0 ? null : JsonSerializer.Deserialize(row.Entry, StoredJson.Instance.StoredEntry);

    private static bool IsSmall(Statement statement) =>
        statement.Sql.Length + statement.Bindings.Values.Sum(binding => binding.Length) < SmallRequest;

    private static byte[] ToJson(StoredEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, StoredJson.Instance.StoredEntry);

    private static StoredRequest RequestOf(Statement statement) => new()
    {
        Sql = statement.Sql,
        Bindings = statement.Bindings.Count == 0 ? null : new(statement.Bindings),
        Context = ContextOf(statement.Context),
        QueryTag = statement.QueryTag,
        CreatedAt = statement.CreatedAt,
        TimeToLive = statement.TimeToLive,
        Timeout = statement.Timeout,
        Parent = statement.Parent,
        StatementCount = statement.StatementCount,
    };

    private static StoredState StateOf(Statement statement) => new()
    {
        Status = statement.Status,
        StartedAt = statement.StartedAt,
        CompletedAt = statement.CompletedAt,
        ExpiresAt = statement.ExpiresAt,
        CancelRequestedAt = statement.CancelRequestedAt,
        RowsGivenUpAt = statement.RowsGivenUpAt,
        Error = statement.Error,
        Result = statement.Result,
        Owner = statement.Owner,
        Children = statement.Children.Count == 0 ? null : statement.Children,
    };

    private static StoredContext? ContextOf(StatementContext context) => ReferenceEquals(context, StatementContext.Empty)
        ? null
        : new(context.Database, context.Schema, context.Warehouse, context.Role, context.Parameters.Count == 0 ? null : new(context.Parameters));

    private static StatementContext ContextOf(StoredContext? stored) => stored is null
        ? StatementContext.Empty
        : new()
        {
            Database = stored.Database,
            Schema = stored.Schema,
            Warehouse = stored.Warehouse,
            Role = stored.Role,
            Parameters = stored.Parameters is null
                ? StatementContext.Empty.Parameters
                : new Dictionary<string, string>(stored.Parameters, StringComparer.OrdinalIgnoreCase),
        };

    private static bool SameBindings(
        IReadOnlyDictionary<string, StatementBinding> from, IReadOnlyDictionary<string, StatementBinding> to) =>
        ReferenceEquals(from, to) || (from.Count == to.Count && from.All(entry => to.TryGetValue(entry.Key, out var other) && other == entry.Value));
}
