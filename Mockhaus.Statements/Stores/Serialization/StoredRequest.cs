namespace Mockhaus.Statements.Stores.Serialization;

/// <summary>The part of a statement that never changes.</summary>
internal sealed record StoredRequest
{
    public required string Sql { get; init; }

    public Dictionary<string, StatementBinding>? Bindings { get; init; }

    public StoredContext? Context { get; init; }

    public string? QueryTag { get; init; }

    public string? User { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required TimeSpan TimeToLive { get; init; }

    public TimeSpan? Timeout { get; init; }

    public StatementHandle? Parent { get; init; }

    public int StatementCount { get; init; } = 1;
}
