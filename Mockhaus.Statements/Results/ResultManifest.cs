namespace Mockhaus.Statements.Results;

/// <summary>Describes a finished result without its rows.</summary>
/// <param name="Columns">The columns, in order; at least one.</param>
/// <param name="RowCount">The number of rows of all batches.</param>
/// <param name="Batches">The batches, in order; at least one, also without rows.</param>
public sealed record ResultManifest(
    IReadOnlyList<ResultColumn> Columns, long RowCount, IReadOnlyList<ResultBatchInfo> Batches)
{
    /// <summary>The number of changed rows, or null when the statement is not DML or changed no rows.</summary>
    public ResultStats? Stats { get; init; }

    /// <summary>Whether rows are missing at the end, because the result exceeded <see cref="StatementResultOptions.MaxResultBytes"/>
    /// and <see cref="StatementResultOptions.TruncateResults"/> was set.</summary>
    public bool IsTruncated { get; init; }
}
