namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The kind of a stored row. The numbers are written to the file and never change their meaning.</summary>
internal enum RowKind : byte
{
    None = 0,

    /// <summary>A statement begins here: earlier rows of the same statement do not count any more.</summary>
    Added = 1,

    /// <summary>A statement that is a tombstone begins here.</summary>
    Tombstone = 2,

    /// <summary>The statement was removed.</summary>
    Removed = 3,

    /// <summary>Its expiry was refreshed.</summary>
    RefreshExpiry = 4,

    /// <summary>A batch of its result.</summary>
    Batch = 5,

    /// <summary>Its new status; ten more than the number of the status.</summary>
    Submitted = 11,
    Running = 12,
    Succeeded = 13,
    Failed = 14,
    Cancelled = 15,

    /// <summary>It has succeeded, and its rows were evicted.</summary>
    WithoutRows = 16,
}
