namespace Mockhaus.Statements.Stores;

/// <summary>Where statements are kept (<see cref="MockhausStatementsOptions.Type"/>).</summary>
public enum StatementStoreType
{
    /// <summary>In memory; nothing outlives the process.</summary>
    Memory = 0,

    /// <summary>In one DuckDB file (<c>DuckDb:Path</c>).</summary>
    DuckDb = 1,

    /// <summary>In one DuckDB file (<c>DuckDb:Path</c>), with memory before it.</summary>
    Hybrid = 2,

    /// <summary>In Redis. Needs the package Mockhaus.Statements.Redis and a call of its <c>UseRedisStore</c>.</summary>
    Redis = 3,

    /// <summary>In memory, but for sessions that are opened as persistent: each of those in a DuckDB file of its own
    /// (in <c>Session:Folder</c>).</summary>
    Session = 4,
}
