namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The outcome of a change.</summary>
internal enum WriteOutcome
{
    None = 0,

    /// <summary>It is on disk.</summary>
    Written = 1,

    /// <summary>The statement has another state by now, or does not exist. Nothing was written.</summary>
    Stale = 2,

    /// <summary>Another statement has the handle or the request id.</summary>
    Taken = 3,

    /// <summary>The session has as many statements as it may have.</summary>
    Full = 4,
}
