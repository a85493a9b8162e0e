using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using DuckDB.NET.Data;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Execution;

/// <summary>Provides connections to a DuckDB file, which is reopened after an error that has invalidated it.</summary>
/// <remarks>
/// <para>After a fatal error, such as a checkpoint on a full disk, DuckDB refuses every statement on the file until all of its connections
/// are closed and it is reopened. This data source counts its connections, is notified of such errors by
/// <see cref="AdoNetStatementExecutor"/> or by <see cref="Check"/>, and reopens the file when the last connection is closed. Until then,
/// and while the file cannot be opened, a new connection is refused with <see cref="StatementErrorCodes.DatabaseUnavailable"/>.</para>
/// <para>The file is opened with the first connection and stays open until the data source is disposed: DuckDB discards its settings with
/// the last connection. Do not use other connections to the file in this process.</para>
/// <para>Thread-safe. A connection waits up to 5 seconds for others to be closed before it is refused.</para>
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

    /// <summary>Creates a data source for a file, without opening it.</summary>
    /// <param name="path">The path of the file. The file is created if it does not exist.</param>
    /// <param name="prepare">Called with a connection each time the file has been opened, before any other connection, for settings of the
    /// database, which DuckDB does not store in the file. Null: none. Its exceptions are thrown to the caller that opens a
    /// connection.</param>
    /// <exception cref="ArgumentException">The path is empty or white space.</exception>
    public DuckDbFileDataSource(string path, Action<DbConnection>? prepare = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ConnectionString = new DuckDBConnectionStringBuilder { DataSource = path }.ConnectionString;
        _prepare = prepare;
    }

    /// <inheritdoc/>
    public override string ConnectionString { get; }

    /// <summary>Checks whether the database is available, and reopens it if it is not. Blocks for up to 5 seconds, or as long as opening
    /// the file takes.</summary>
    /// <returns>Null when the database is available; otherwise the exception.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Each failure is the result of the check.")]
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

    /// <summary>Has the file reopened when an error says that it has been invalidated.</summary>
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
            // Checked, because only one statement may have failed on a full disk, and SQL can produce a similar message.
            if (_first is not null && !Answers(_first))
            {
                Invalidate(exception);
            }
        }
    }

    /// <summary>Has the next connection reopen the file.</summary>
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

    /// <summary>Closes the file, once its last connection is closed too.</summary>
    /// <returns>A task that completes when the data source is closed.</returns>
    protected override ValueTask DisposeAsyncCore()
    {
        Close();
        return base.DisposeAsyncCore();
    }

    /// <summary>Closes the file, once its last connection is closed too.</summary>
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

    /// <summary>Called under the lock, which is released while waiting for other connections.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "It stays open until the data source is disposed.")]
    private void Reopen()
    {
        _first?.Dispose();
        _first = null;

        // DuckDB.NET returns the invalidated instance for new connections until the last one is closed.
        while (_open > 0)
        {
            if (!Monitor.Wait(_lock, Patience))
            {
                throw Unavailable(_failure);
            }
        }

        if (IsUsable())
        {
            // Another thread has reopened the file.
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
        new(StatementErrorCodes.DatabaseUnavailable, "58030", "The database has failed and could not be reopened yet. Try again later."), cause);
}
