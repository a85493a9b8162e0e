using DuckDB.NET.Native;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>What DuckDB says of changes, as Snowflake's row of counts.</summary>
internal static class DuckDbChanges
{
    public static void Write(DuckDBStatementType statement, long changed, ResultWriter target, CancellationToken cancellationToken) =>
        DbReaderRunner.Wait(statement switch
        {
            DuckDBStatementType.Insert => new ChangeCounts(changed, null, null).WriteAsync(target, cancellationToken),
            DuckDBStatementType.Update => new ChangeCounts(null, changed, null).WriteAsync(target, cancellationToken),
            DuckDBStatementType.Delete => new ChangeCounts(null, null, changed).WriteAsync(target, cancellationToken),
            _ => ChangeCounts.WriteAffectedAsync(changed, target, cancellationToken),
        });
}
