namespace Mockhaus.Statements.Results;

/// <summary>What a finished result holds: enough to describe it without touching a row.</summary>
/// <param name="Columns">Its columns, in order; at least one.</param>
/// <param name="RowCount">How many rows all batches have.</param>
/// <param name="Batches">Its batches, in order; at least one, also when there are no rows.</param>
public sealed record ResultManifest(
    IReadOnlyList<ResultColumn> Columns, long RowCount, IReadOnlyList<ResultBatchInfo> Batches)
{
    /// <summary>How many rows the statement changed, or null when it is no DML or changed none.</summary>
    public ResultStats? Stats { get; init; }

    /// <summary>Whether rows are missing at its end, because there were more than <see cref="StatementResultOptions.MaxResultBytes"/>
    /// and <see cref="StatementResultOptions.TruncateResults"/> was set.</summary>
    public bool IsTruncated { get; init; }
}
