namespace Mockhaus.Statements;

/// <summary>What a request id means for a new statement when another statement of the session already has it.</summary>
public enum RequestIdUse
{
    /// <summary>It is a key: the statement that holds it is found, and the new one is not stored.</summary>
    Key = 0,

    /// <summary>It belongs to the newest statement: the new one is stored and holds it from then on. The older one keeps showing it.</summary>
    Newest = 1,

    /// <summary>The new one is stored in any case; of the two, the one that was created later holds the request id. For statements that
    /// are copied from another store, in whatever order.</summary>
    Shared = 2,
}
