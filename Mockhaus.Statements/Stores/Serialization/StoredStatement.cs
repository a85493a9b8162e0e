using System.Text;
using System.Text.Json;

namespace Mockhaus.Statements.Stores.Serialization;

/// <summary>Converts statements to the two texts that durable stores keep, the request and the state, and back.</summary>
internal static class StoredStatement
{
    public static StoredRequest ToRequest(Statement statement) => new()
    {
        Sql = statement.Sql,
        Bindings = statement.Bindings.Count == 0 ? null : new(statement.Bindings),
        Context = ToStoredContext(statement.Context),
        QueryTag = statement.QueryTag,
        User = statement.User,
        CreatedAt = statement.CreatedAt,
        TimeToLive = statement.TimeToLive,
        Timeout = statement.Timeout,
        Parent = statement.Parent,
        StatementCount = statement.StatementCount,
    };

    public static StoredState ToState(Statement statement) => new()
    {
        Status = statement.Status,
        StartedAt = statement.StartedAt,
        CompletedAt = statement.CompletedAt,
        ExpiresAt = statement.ExpiresAt,
        CancelRequestedAt = statement.CancelRequestedAt,
        RowsEvictedAt = statement.RowsEvictedAt,
        Error = statement.Error,
        Result = statement.Result,
        Owner = statement.Owner,
        Children = statement.Children.Count == 0 ? null : statement.Children,
    };

    /// <summary>Creates a statement from its request and its state.</summary>
    /// <param name="identity">Its handle, session, request id, version, and expiry, which a refresh changes without a new state.</param>
    /// <param name="request">The part that never changes.</param>
    /// <param name="state">The part that changes.</param>
    public static Statement Read(StoredIdentity identity, StoredRequest request, StoredState state) => new()
    {
        Handle = identity.Handle,
        SessionId = identity.SessionId,
        RequestId = identity.RequestId,
        Sql = request.Sql,
        Bindings = request.Bindings ?? Statement.NoBindings,
        Context = ToContext(request.Context),
        QueryTag = request.QueryTag,
        User = request.User,
        CreatedAt = request.CreatedAt,
        TimeToLive = request.TimeToLive,
        Timeout = request.Timeout,
        Parent = request.Parent,
        StatementCount = request.StatementCount,
        Status = state.Status,
        StartedAt = state.StartedAt,
        CompletedAt = state.CompletedAt,
        ExpiresAt = identity.ExpiresAt == 0 ? null : new DateTimeOffset(identity.ExpiresAt, TimeSpan.Zero),
        CancelRequestedAt = state.CancelRequestedAt,
        RowsEvictedAt = state.RowsEvictedAt,
        Error = state.Error,
        Result = state.Result,
        Owner = state.Owner,
        Children = state.Children ?? [],
        Version = identity.Version,
    };

    /// <summary>Whether a statement is a tombstone: it has neither SQL nor rows.</summary>
    public static bool IsTombstone(Statement statement) => statement is { IsFinished: true, Sql.Length: 0, Result: null };

    /// <summary>Whether two states of a statement have the same <see cref="StoredRequest"/>.</summary>
    public static bool HasSameRequest(Statement from, Statement to) =>
        from.Sql == to.Sql
        && from.CreatedAt == to.CreatedAt
        && from.TimeToLive == to.TimeToLive
        && from.Timeout == to.Timeout
        && from.QueryTag == to.QueryTag
        && from.User == to.User
        && from.Parent == to.Parent
        && from.StatementCount == to.StatementCount
        && SameBindings(from.Bindings, to.Bindings)
        && (ReferenceEquals(from.Context, to.Context) || ToJson(new(ToRequest(from), null)).AsSpan().SequenceEqual(ToJson(new(ToRequest(to), null))));

    /// <summary>Whether a store returns a text unchanged, which it does not for half a surrogate pair.</summary>
    public static bool IsText(string text) =>
        !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    public static byte[] ToJson(StoredEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, StoredJson.Instance.StoredEntry);

    private static StoredContext? ToStoredContext(StatementContext context) => ReferenceEquals(context, StatementContext.Empty)
        ? null
        : new(context.Database, context.Schema, context.Warehouse, context.Role, context.Parameters.Count == 0 ? null : new(context.Parameters));

    private static StatementContext ToContext(StoredContext? stored) => stored is null
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
