using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.AdoNet;

/// <summary>The one row of counts that Snowflake answers DML with. A MERGE has several of them.</summary>
/// <param name="Inserted">Rows inserted, or null where the statement does not insert.</param>
/// <param name="Updated">Rows updated, or null where the statement does not update.</param>
/// <param name="Deleted">Rows deleted, or null where the statement does not delete.</param>
internal readonly record struct ChangeCounts(long? Inserted, long? Updated, long? Deleted)
{
    /// <summary>Whether they are of a MERGE, of which Snowflake does not count what was joined more than once.</summary>
    public bool IsMerge { get; init; }

    /// <summary>The same for the statement's statistics; null when nothing has changed.</summary>
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

    /// <summary>The same for a statement of which only the number of rows is known.</summary>
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
