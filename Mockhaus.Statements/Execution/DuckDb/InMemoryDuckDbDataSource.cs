using System.Data.Common;
using DuckDB.NET.Data;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Execution;

/// <summary>Provides connections to a DuckDB database in memory, which exists until the data source is disposed.</summary>
/// <remarks>
/// <para>In DuckDB.NET 1.5.6.1 each connection to <c>:memory:</c> has its own database, <c>:memory:?cache=shared</c> is one database
/// for the process, and <c>:memory:name</c> is the path of a file that is created in the working
/// directory. So connections are duplicates of one that stays open. Two data sources share nothing.</para>
/// <para>Thread-safe. Duplicating a connection takes about 15 µs.</para>
/// </remarks>
public sealed class InMemoryDuckDbDataSource : DbDataSource
{
    private readonly DuckDBConnection _first = new("Data Source=:memory:");
    private int _closed;

    /// <summary>Creates an empty database.</summary>
    /// <exception cref="DllNotFoundException">The native library is missing; reference the package DuckDB.NET.Data.Full in the
    /// host.</exception>
    public InMemoryDuckDbDataSource()
    {
        DuckDbLibrary.Load();
        _first.Open();
    }

    /// <inheritdoc/>
    public override string ConnectionString => _first.ConnectionString;

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => _first.Duplicate();

    /// <summary>Closes the database. Its data is deleted once the last connection is closed too.</summary>
    /// <returns>A task that completes when it is closed.</returns>
    protected override ValueTask DisposeAsyncCore()
    {
        // The base class calls Dispose(false) after this, which is for finalizers.
        Close();
        return base.DisposeAsyncCore();
    }

    /// <summary>Closes the database. Its data is deleted once the last connection is closed too.</summary>
    /// <param name="disposing">Whether called by Dispose.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    /// <summary>Only closes once: a host and its container can both dispose of the data source, and DuckDB.NET counts every
    /// close.</summary>
    private void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _first.Dispose();
        }
    }
}
