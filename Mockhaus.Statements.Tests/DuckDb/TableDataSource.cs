using System.Data.Common;

namespace Mockhaus.Statements.Tests.DuckDb;

/// <summary>A provider that is not DuckDB: whatever is asked, it answers with one reader.</summary>
internal sealed class TableDataSource(Func<DbDataReader> read) : DbDataSource
{
    public override string ConnectionString => "";

    protected override DbConnection CreateDbConnection() => new TableConnection(read);
}
