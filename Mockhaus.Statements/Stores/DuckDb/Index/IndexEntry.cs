namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The part of a stored statement that is kept in memory. A value type: a million of them are one array, which the garbage
/// collector does not scan.</summary>
internal record struct IndexEntry
{
    public StatementHandle Handle { get; init; }

    /// <summary>The row where the statement begins.</summary>
    public long First { get; set; }

    /// <summary>The last row with its state.</summary>
    public long Last { get; set; }

    /// <summary>The row of its batch 0, or 0.</summary>
    public long Batch { get; set; }

    public long Version { get; set; }

    /// <summary>In UTC ticks.</summary>
    public long CreatedAt { get; init; }

    /// <summary>In UTC ticks; 0 for never.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>The approximate size of its rows in bytes.</summary>
    public long Size { get; set; }

    /// <summary>The index of its session in the list of sessions.</summary>
    public int Session { get; init; }

    /// <summary>The next entry of the same session; -1 for none.</summary>
    public int Next { get; set; }

    public int Previous { get; set; }

    public StatementStatus Status { get; set; }

    /// <summary>Whether batches can be read: it is running, or has succeeded and has its rows.</summary>
    public bool HasRows { get; set; }

    public bool IsTombstone { get; init; }

    /// <summary>Whether it counts for the limit of its session. False once it was found expired.</summary>
    public bool IsCounted { get; set; }

    public readonly bool IsFinished => Status >= StatementStatus.Succeeded;

    public readonly bool IsExpiredAt(long ticks) => ExpiresAt != 0 && ExpiresAt <= ticks;

    /// <summary>The entry after one more row of the statement, other than its first and its removal.</summary>
    public readonly IndexEntry After(in StoredRow row, long seq)
    {
        var next = this with { Size = Size + row.Size };
        switch (row.Kind)
        {
            case RowKind.RefreshExpiry:
                next.ExpiresAt = row.Ticks;
                break;
            case RowKind.Batch:
                next.Batch = row.Version == 0 ? seq : Batch;
                break;
            default:
                (next.Last, next.Version, next.ExpiresAt, next.Status) = (seq, row.Version, row.Ticks, StatementRows.ToStatus(row.Kind));
                next.HasRows = row.Kind is RowKind.Running or RowKind.Succeeded;
                next.Batch = next.HasRows || !next.IsFinished ? Batch : 0;
                break;
        }

        return next;
    }
}
