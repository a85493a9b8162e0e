using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.AdoNet;

/// <summary>The row of counts that is the result of DML in Snowflake. A MERGE has several counts.</summary>
/// <param name="Inserted">Rows inserted, or null when the statement does not insert.</param>
/// <param name="Updated">Rows updated, or null when the statement does not update.</param>
/// <param name="Deleted">Rows deleted, or null when the statement does not delete.</param>
internal readonly record struct ChangeCounts(long? Inserted, long? Updated, long? Deleted)
{
    /// <summary>Whether the counts are of a MERGE, for which Snowflake has no count of multi-joined rows.</summary>
    public bool IsMerge { get; init; }

    /// <summary>The counts as statistics of the statement; null when no row was changed.</summary>
    public ResultStats? Stats => (Inserted ?? 0, Updated ?? 0, Deleted ?? 0) is var (inserted, updated, deleted) && inserted + updated + deleted > 0
        ? new(inserted, updated, deleted)
        : null;

    public ValueTask WriteAsync(ResultWriter target, CancellationToken cancellationToken)
    {
        List<(string Name, long Count)> columns = [];
        if (Inserted is { } inserted)
        {
            columns.Add(("number of rows inserted", inserted));
        }

        if (Updated is { } updated)
        {
            columns.Add(("number of rows updated", updated));
            if (!IsMerge && (Inserted, Deleted) is (null, null))
            {
                columns.Add(("number of multi-joined rows updated", 0));
            }
        }

        if (Deleted is { } deleted)
        {
            columns.Add(("number of rows deleted", deleted));
        }

        target.Stats = Stats;
        return WriteAsync(columns, target, cancellationToken);
    }

    /// <summary>Writes the count of a statement of which only the total is known.</summary>
    public static ValueTask WriteAffectedAsync(long rows, ResultWriter target, CancellationToken cancellationToken) =>
        WriteAsync([("number of rows affected", rows)], target, cancellationToken);

    private static ValueTask WriteAsync(List<(string Name, long Count)> columns, ResultWriter target, CancellationToken cancellationToken)
    {
        target.Start([.. columns.Select(column => ResultColumn.Count(column.Name))]);
        foreach (var (_, count) in columns)
        {
            target.Row.WriteInt64(count);
        }

        return target.EndRowAsync(cancellationToken);
    }
}
