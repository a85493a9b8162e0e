namespace Mockhaus.Statements.Transfer;

/// <summary>The result of a transfer.</summary>
public sealed record TransferResult
{
    /// <summary>The number of statements copied, including incomplete copies that this transfer completed.</summary>
    public int Copied { get; init; }

    /// <summary>The number of statements that the target already had, identical or in a later state (expired, released, rows
    /// evicted).</summary>
    public int AlreadyThere { get; init; }

    /// <summary>The number of statements skipped because they are live.</summary>
    public int Live { get; init; }

    /// <summary>The number of statements removed meanwhile, at the source or at the target.</summary>
    public int Gone { get; init; }

    /// <summary>The number of statements removed from the source by a move.</summary>
    public int Removed { get; init; }

    /// <summary>The number of bytes of rows written.</summary>
    public long Bytes { get; init; }

    /// <summary>The statements that conflict with others at the target.</summary>
    public IReadOnlyList<TransferConflict> Conflicts { get; init; } = [];

    /// <summary>The statements that cannot be copied: they are damaged, or the target cannot store them.</summary>
    public IReadOnlyList<StatementTransferException> Failures { get; init; } = [];

    /// <summary>Whether the target has everything: no statement was live, in conflict, or failed.</summary>
    public bool IsComplete => Live == 0 && Conflicts.Count == 0 && Failures.Count == 0;
}
