namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>What a stored row says. The numbers are written to the file and never change their meaning.</summary>
internal enum RowKind : byte
{
    None = 0,

    /// <summary>A statement begins here: whatever the file has of it before this row no longer counts.</summary>
    Added = 1,

    /// <summary>The same for one that is a tombstone by now.</summary>
    Tombstone = 2,

    /// <summary>The statement is gone.</summary>
    Removed = 3,

    /// <summary>Its expiry was put off.</summary>
    RefreshExpiry = 4,

    /// <summary>A batch of its result.</summary>
    Batch = 5,

    /// <summary>It stands here now; ten more than the number of its status.</summary>
    Submitted = 11,
    Running = 12,
    Succeeded = 13,
    Failed = 14,
    Cancelled = 15,

    /// <summary>It has succeeded, and its rows were given up.</summary>
    WithoutRows = 16,
}
