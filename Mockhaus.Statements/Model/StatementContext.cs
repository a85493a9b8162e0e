namespace Mockhaus.Statements;

/// <summary>The database, schema, warehouse, role and session parameters that a statement is to run with. The executor gets them
/// unchanged.</summary>
/// <remarks>Over DuckDB, <see cref="Execution.AdoNetStatementExecutor"/> uses the database and the schema if they exist, and ignores the
/// warehouse and the role.</remarks>
public sealed record StatementContext
{
    // Before Empty, because static members are initialized in textual order.
    private static readonly IReadOnlyDictionary<string, string> EmptyParameters =
        System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>A context that sets nothing.</summary>
    public static StatementContext Empty { get; } = new();

    /// <summary>The database, or null for the host's default.</summary>
    public string? Database { get; init; }

    /// <summary>The schema, or null for the host's default.</summary>
    public string? Schema { get; init; }

    /// <summary>The warehouse, or null for the host's default.</summary>
    public string? Warehouse { get; init; }

    /// <summary>The role, or null for the host's default.</summary>
    public string? Role { get; init; }

    /// <summary>Session parameters by name. Names of a stored statement are case-insensitive. <see cref="StatementParameters"/> lists those
    /// that this library itself uses.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = EmptyParameters;
}
