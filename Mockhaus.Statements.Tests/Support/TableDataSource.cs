using System.Data.Common;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A provider that is not DuckDB: whatever is asked, it answers with one reader.</summary>
internal sealed class TableDataSource(Func<DbDataReader> read) : DbDataSource
{
    public override string ConnectionString => "";

    /// <summary>What opening a connection takes.</summary>
    public Func<CancellationToken, Task> Opening { get; init; } = static _ => Task.CompletedTask;

    /// <summary>Every connection there was.</summary>
    public List<TableConnection> Connections { get; } = [];

    protected override DbConnection CreateDbConnection()
    {
        var connection = new TableConnection(read, Opening);
        Connections.Add(connection);
        return connection;
    }
}
