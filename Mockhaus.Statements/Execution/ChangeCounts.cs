using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution;

/// <summary>The one row of counts that Snowflake answers DML with. A MERGE has several of them.</summary>
/// <param name="Inserted">Rows inserted, or null where the statement does not insert.</param>
/// <param name="Updated">Rows updated, or null where the statement does not update.</param>
/// <param name="Deleted">Rows deleted, or null where the statement does not delete.</param>
internal readonly record struct ChangeCounts(long? Inserted, long? Updated, long? Deleted)
{
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
            if ((Inserted, Deleted) is (null, null))
            {
                columns.Add(("number of multi-joined rows updated", 0));
            }
        }

        if (Deleted is { } deleted)
        {
            columns.Add(("number of rows deleted", deleted));
        }

        var stats = new ResultStats(Inserted ?? 0, Updated ?? 0, Deleted ?? 0);
        target.Stats = stats is (0, 0, 0) ? null : stats;
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
