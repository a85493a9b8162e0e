namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>What became of a change.</summary>
internal enum WriteOutcome
{
    None = 0,

    /// <summary>It is on the disk.</summary>
    Written = 1,

    /// <summary>What it was meant for stands otherwise by now, or is gone. Nothing was written.</summary>
    Stale = 2,

    /// <summary>Another statement holds the handle or the request id.</summary>
    Taken = 3,

    /// <summary>The session has as many statements as it may.</summary>
    Full = 4,
}
