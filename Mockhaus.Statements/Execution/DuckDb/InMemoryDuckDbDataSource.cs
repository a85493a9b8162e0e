using System.Data.Common;
using DuckDB.NET.Data;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Execution;

/// <summary>Connections to one DuckDB database in memory, which lives as long as this data source.</summary>
/// <remarks>
/// <para>DuckDB.NET 1.5.6.1 gives each connection to <c>:memory:</c> a database of its own, has one shared database a process
/// (<c>:memory:?cache=shared</c>), and takes <c>:memory:name</c> for the path of a file, which it creates in the working
/// folder. So the connections here are duplicates of one that stays open; two data sources share nothing.</para>
/// <para>Safe for many threads. A duplicate costs about 15 µs.</para>
/// </remarks>
public sealed class InMemoryDuckDbDataSource : DbDataSource
{
    private readonly DuckDBConnection _first = new("Data Source=:memory:");
    private int _closed;

    /// <summary>Makes an empty database.</summary>
    /// <exception cref="DllNotFoundException">The native library is missing; reference the package DuckDB.NET.Data.Full in the host.</exception>
    public InMemoryDuckDbDataSource()
    {
        DuckDbLibrary.Load();
        _first.Open();
    }

    /// <inheritdoc/>
    public override string ConnectionString => _first.ConnectionString;

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => _first.Duplicate();

    /// <summary>Closes the database; what was in it is gone once the last of its connections is closed too.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    protected override ValueTask DisposeAsyncCore()
    {
        // The base class calls Dispose(false) after this, which is for finalizers.
        Close();
        return base.DisposeAsyncCore();
    }

    /// <summary>Closes the database; what was in it is gone once the last of its connections is closed too.</summary>
    /// <param name="disposing">Whether called by Dispose.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    /// <summary>Once, whoever comes first: a host and its container may both own the source, and DuckDB.NET counts every close.</summary>
    private void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _first.Dispose();
        }
    }
}
