using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using DuckDB.NET.Data;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Execution;

/// <summary>Connections to one DuckDB file, which is opened again after an error that has invalidated it.</summary>
/// <remarks>
/// <para>After a fatal error, such as a checkpoint on a full disk, DuckDB refuses every statement on the file until all of its connections
/// are closed and it is opened anew. This data source keeps count of its connections, takes the report of
/// <see cref="AdoNetStatementExecutor"/> or of <see cref="Check"/>, and opens the file again when the last of them is closed. Until then, and
/// as long as the file cannot be opened, a new connection is refused with <see cref="StatementErrorCodes.DatabaseUnavailable"/>.</para>
/// <para>The file is opened with the first connection and stays open until the data source is disposed: DuckDB forgets its settings with the
/// last connection. Use no other connections to it in this process.</para>
/// <para>Safe for many threads. A connection waits up to 5 seconds for others to be closed before it is refused.</para>
/// </remarks>
public sealed class DuckDbFileDataSource : DbDataSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly object _lock = new();
    private readonly Action<DbConnection>? _prepare;
    private DuckDBConnection? _first;
    private Exception? _failure;
    private int _open;
    private bool _isClosed;

    /// <summary>Names the file; nothing is opened yet.</summary>
    /// <param name="path">The file; it is made when it is not there.</param>
    /// <param name="prepare">Called with a connection each time when the file has been opened, before any other connection: for settings
    /// of the database, which DuckDB does not keep in the file. Null: nothing. What it throws, the connection's opener gets.</param>
    /// <exception cref="ArgumentException">The path is empty or white space.</exception>
    public DuckDbFileDataSource(string path, Action<DbConnection>? prepare = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ConnectionString = new DuckDBConnectionStringBuilder { DataSource = path }.ConnectionString;
        _prepare = prepare;
    }

    /// <inheritdoc/>
    public override string ConnectionString { get; }

    /// <summary>Asks whether the database answers, and opens it again if it does not. Blocks for up to 5 seconds, or as long as opening takes.</summary>
    /// <returns>Null when it answers; otherwise why it does not.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Each failure is the answer to the question.")]
    public Exception? Check()
    {
        try
        {
            using var connection = OpenConnection();
            using var command = connection.CreateCommand();
            command.CommandText = "select 1";
            command.ExecuteScalar();
            return null;
        }
        catch (Exception exception)
        {
            ReportIfFatal(exception);
            return exception;
        }
    }

    /// <summary>Lets the file be opened again when an error says that it has been invalidated.</summary>
    internal void ReportIfFatal(Exception exception)
    {
        var isFatal = exception is DuckDBException
            ? DuckDbErrors.From(exception.Message, "").Error.Code == StatementErrorCodes.DatabaseUnavailable
            : exception is StatementFailedException { Error.Code: StatementErrorCodes.DatabaseUnavailable };
        if (!isFatal)
        {
            return;
        }

        lock (_lock)
        {
            // A statement alone can have met a full disk, and text can be made to look like a failure.
            if (_first is not null && !Answers(_first))
            {
                Invalidate(exception);
            }
        }
    }

    /// <summary>The next connection opens the file again.</summary>
    internal void Invalidate(Exception cause)
    {
        lock (_lock)
        {
            _failure ??= cause;
        }
    }

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (!IsUsable())
            {
                Reopen();
            }

            var connection = new DuckDBConnection(ConnectionString);
            connection.Disposed += (_, _) => Return();
            _open++;
            return connection;
        }
    }

    /// <summary>Closes the file when the last of its connections is closed too.</summary>
    /// <returns>A task that ends when this is done.</returns>
    protected override ValueTask DisposeAsyncCore()
    {
        Close();
        return base.DisposeAsyncCore();
    }

    /// <summary>Closes the file when the last of its connections is closed too.</summary>
    /// <param name="disposing">Whether called by Dispose.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    private bool IsUsable() => _first is not null && _failure is null;

    /// <summary>Under the lock, which is given up while others are waited for.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "It stays open until the data source is disposed.")]
    private void Reopen()
    {
        _first?.Dispose();
        _first = null;

        // DuckDB.NET gives the broken instance to each new connection until the last one is closed.
        while (_open > 0)
        {
            if (!Monitor.Wait(_lock, Patience))
            {
                throw Unavailable(_failure);
            }
        }

        if (IsUsable())
        {
            // Another thread was first.
            return;
        }

        var first = new DuckDBConnection(ConnectionString);
        try
        {
            first.Open();
            _prepare?.Invoke(first);
            (_first, _failure) = (first, null);
        }
        catch (Exception exception) when (_failure is not null && exception is DuckDBException or IOException)
        {
            first.Dispose();
            throw Unavailable(exception);
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    private static bool Answers(DuckDBConnection connection)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "select 1";
            command.ExecuteScalar();
            return true;
        }
        catch (DuckDBException)
        {
            return false;
        }
    }

    private void Return()
    {
        lock (_lock)
        {
            _open--;
            Monitor.PulseAll(_lock);
        }
    }

    private void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _first?.Dispose();
            _first = null;
        }
    }

    private static StatementFailedException Unavailable(Exception? cause) => new(
        new(StatementErrorCodes.DatabaseUnavailable, "58030", "The database has failed and could not be opened again yet. Try again later."), cause);
}
