namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>What is kept in memory of a stored statement. A value: a million of them are one array, which the garbage collector passes over.</summary>
internal record struct IndexEntry
{
    public StatementHandle Handle { get; init; }

    /// <summary>The row where it begins.</summary>
    public long First { get; set; }

    /// <summary>The last row that says where it stands.</summary>
    public long Last { get; set; }

    /// <summary>The row of its batch 0, or 0.</summary>
    public long Batch { get; set; }

    public long Version { get; set; }

    /// <summary>In UTC ticks.</summary>
    public long CreatedAt { get; init; }

    /// <summary>In UTC ticks; 0 for never.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>About how many bytes its rows take in the file.</summary>
    public long Size { get; set; }

    /// <summary>Its session's place in the list of sessions.</summary>
    public int Session { get; init; }

    /// <summary>Its neighbours in its session; -1 for none.</summary>
    public int Next { get; set; }

    public int Previous { get; set; }

    public StatementStatus Status { get; set; }

    /// <summary>Whether batches can be read: it runs, or has succeeded and still has its rows.</summary>
    public bool HasRows { get; set; }

    public bool IsTombstone { get; init; }

    /// <summary>Whether it counts for its session's limit. Not so any more once somebody has seen that it has expired.</summary>
    public bool IsCounted { get; set; }

    public readonly bool IsFinished => Status >= StatementStatus.Succeeded;

    public readonly bool IsExpiredAt(long ticks) => ExpiresAt != 0 && ExpiresAt <= ticks;

    /// <summary>The entry after one more row that does not begin or remove the statement.</summary>
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
