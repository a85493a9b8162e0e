using System.Data.Common;
using DuckDB.NET.Data;

namespace Mockhaus.Statements.Tests.DuckDb;

/// <summary>Connections to one database in memory, which lives as long as this.</summary>
/// <remarks>
/// By duplicating one connection, not by name: DuckDB.NET 1.5.6.1 takes <c>:memory:name</c> for the path of a file, and
/// one test would find what another run of it has left.
/// </remarks>
internal sealed class MemoryDataSource : DbDataSource
{
    private readonly DuckDBConnection _first = new("Data Source=:memory:");

    public MemoryDataSource() => _first.Open();

    public override string ConnectionString => _first.ConnectionString;

    protected override DbConnection CreateDbConnection() => _first.Duplicate();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _first.Dispose();
        }

        base.Dispose(disposing);
    }
}
