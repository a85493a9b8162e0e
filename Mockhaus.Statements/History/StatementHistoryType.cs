namespace Mockhaus.Statements.History;

/// <summary>The kind of history (<see cref="StatementHistoryOptions.Type"/>).</summary>
public enum StatementHistoryType
{
    /// <summary>No history.</summary>
    None = 0,

    /// <summary>In memory; it does not outlive the process.</summary>
    Memory = 1,

    /// <summary>In a DuckDB file of its own (<see cref="StatementHistoryOptions.Path"/>).</summary>
    DuckDb = 2,

    /// <summary>In Redis. Needs the package Mockhaus.Statements.Redis and a call of its <c>UseRedisHistory</c>.</summary>
    Redis = 3,
}
