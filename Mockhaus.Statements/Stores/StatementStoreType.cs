namespace Mockhaus.Statements.Stores;

/// <summary>The kind of store (<see cref="MockhausStatementsOptions.Type"/>).</summary>
public enum StatementStoreType
{
    /// <summary>In memory; statements do not outlive the process.</summary>
    Memory = 0,

    /// <summary>In one DuckDB file (<c>DuckDb:Path</c>).</summary>
    DuckDb = 1,

    /// <summary>In one DuckDB file (<c>DuckDb:Path</c>), with memory before it.</summary>
    Hybrid = 2,

    /// <summary>In Redis. Needs the package Mockhaus.Statements.Redis and a call of its <c>UseRedisStore</c>.</summary>
    Redis = 3,

    /// <summary>In memory, except for sessions that are opened as persistent: each of those in a DuckDB file of its own
    /// (in <c>Session:Folder</c>).</summary>
    Session = 4,
}
