using System.Data;
using System.Data.Common;

namespace Mockhaus.Statements.Tests.DuckDb;

/// <summary>A provider that is not DuckDB: whatever is asked, it answers with one table.</summary>
internal sealed class TableDataSource(DataTable table) : DbDataSource
{
    public override string ConnectionString => "";

    protected override DbConnection CreateDbConnection() => new TableConnection(table);
}
