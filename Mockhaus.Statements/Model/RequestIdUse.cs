namespace Mockhaus.Statements;

/// <summary>How a new statement uses its request id when another statement of the session already has it.</summary>
public enum RequestIdUse
{
    /// <summary>The request id is a key: the statement that holds it is returned, and the new one is not stored.</summary>
    Key = 0,

    /// <summary>The request id belongs to the newest statement: the new one is stored and holds it from then on. The older one still shows
    /// it.</summary>
    Newest = 1,

    /// <summary>The new statement is always stored; the one of the two that was created later holds the request id. Used for statements
    /// that are copied from another store, in any order.</summary>
    Shared = 2,
}
