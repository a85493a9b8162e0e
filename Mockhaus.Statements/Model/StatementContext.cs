namespace Mockhaus.Statements;

/// <summary>Where and as whom a statement wants to run. All of it is handed to the executor as it came.</summary>
/// <remarks>Over DuckDB, <see cref="Execution.AdoNetStatementExecutor"/> heeds database and schema where they exist, and ignores warehouse and role.</remarks>
public sealed record StatementContext
{
    // Stands before Empty: static members are made in the order of the text.
    private static readonly IReadOnlyDictionary<string, string> EmptyParameters =
        System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>A context that asks for nothing.</summary>
    public static StatementContext Empty { get; } = new();

    /// <summary>The database, or null for the host's default.</summary>
    public string? Database { get; init; }

    /// <summary>The schema, or null for the host's default.</summary>
    public string? Schema { get; init; }

    /// <summary>The warehouse, or null for the host's default.</summary>
    public string? Warehouse { get; init; }

    /// <summary>The role, or null for the host's default.</summary>
    public string? Role { get; init; }

    /// <summary>Session parameters by name. Those of a stored statement are found in either case. <see cref="StatementParameters"/> has those
    /// that this library itself heeds.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = EmptyParameters;
}
