namespace Mockhaus.Statements.Transfer;

/// <summary>What became of the statements that were to be transferred.</summary>
public sealed record TransferResult
{
    /// <summary>How many this transfer has copied, half-copied ones that it has completed included.</summary>
    public int Copied { get; init; }

    /// <summary>How many the target had already: as they are at the source, or having gone on from there (expired, released, without their rows).</summary>
    public int AlreadyThere { get; init; }

    /// <summary>How many were left out because they are live: they end where they run.</summary>
    public int Live { get; init; }

    /// <summary>How many were removed meanwhile, at the source or at the target.</summary>
    public int Gone { get; init; }

    /// <summary>How many were removed from the source, because the target has all of them. None by a copy.</summary>
    public int Removed { get; init; }

    /// <summary>How many bytes of rows were written.</summary>
    public long Bytes { get; init; }

    /// <summary>Those that others stand in the way of.</summary>
    public IReadOnlyList<TransferConflict> Conflicts { get; init; } = [];

    /// <summary>Those that cannot be copied as they are stored: damaged ones, and what the target cannot keep.</summary>
    public IReadOnlyList<StatementTransferException> Failures { get; init; } = [];

    /// <summary>Whether the target has everything: nothing was live, in conflict, or failed.</summary>
    public bool IsComplete => Live == 0 && Conflicts.Count == 0 && Failures.Count == 0;
}
