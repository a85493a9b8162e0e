using DuckDB.NET.Native;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The one row of counts that Snowflake answers DML with.</summary>
internal static class DuckDbChanges
{
    public static void Write(DuckDBStatementType statement, long changed, ResultWriter target, CancellationToken cancellationToken)
    {
        string[] columns = statement switch
        {
            DuckDBStatementType.Insert => ["number of rows inserted"],
            DuckDBStatementType.Update => ["number of rows updated", "number of multi-joined rows updated"],
            DuckDBStatementType.Delete => ["number of rows deleted"],
            _ => ["number of rows affected"],
        };
        target.Start([.. columns.Select(ResultColumn.Count)]);
        target.Row.WriteInt64(changed);
        for (var i = 1; i < columns.Length; i++)
        {
            target.Row.WriteInt64(0);
        }

        DbReaderRunner.Wait(target.EndRowAsync(cancellationToken));
        target.Stats = (statement, changed) switch
        {
            (_, 0) => null,
            (DuckDBStatementType.Insert, _) => new(changed, 0, 0),
            (DuckDBStatementType.Update, _) => new(0, changed, 0),
            (DuckDBStatementType.Delete, _) => new(0, 0, changed),
            _ => null,
        };
    }
}
