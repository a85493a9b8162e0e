using System.Data.Common;
using DuckDB.NET.Data;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A source that gives the same connection each time, as a pool does.</summary>
internal sealed class KeptConnection : DbDataSource
{
    private readonly Kept _connection = new();

    public KeptConnection() => _connection.Open();

    public override string ConnectionString => _connection.ConnectionString;

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    protected override DbConnection CreateDbConnection() => _connection;

    protected override DbConnection OpenDbConnection() => _connection;

    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default) => new(_connection);

    protected override void Dispose(bool disposing)
    {
        _connection.End();
        base.Dispose(disposing);
    }

    private sealed class Kept() : DuckDBConnection("Data Source=:memory:")
    {
        private bool _isOver;

        public void End()
        {
            _isOver = true;
            Dispose();
        }

        protected override void Dispose(bool disposing)
        {
            if (_isOver)
            {
                base.Dispose(disposing);
            }
        }
    }
}
