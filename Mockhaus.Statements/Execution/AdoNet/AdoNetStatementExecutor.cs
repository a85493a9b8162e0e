using System.Data.Common;
using Mockhaus.Statements.Execution.AdoNet;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Execution;

/// <summary>Runs statements with any ADO.NET provider, with one connection for each request.</summary>
/// <remarks>
/// <para>Each running statement has a dedicated thread, because most providers block, and a blocked pool thread
/// would slow down every poll. The number of threads is limited by <see cref="StatementLimitOptions.MaxConcurrentStatements"/>.</para>
/// <para>When the token fires, the command is cancelled. DuckDB results are read natively, because the provider's
/// reader does not support nanoseconds, TIME_NS and UNION; all others with their <see cref="DbDataReader"/>.</para>
/// <para>A multi-statement request (<see cref="StatementRequest.StatementCount"/>) is split at its semicolons, by
/// DuckDB's rules for quotes and comments, which are PostgreSQL's. All of its statements run on one connection and share
/// transactions, temporary tables and settings. The connection is closed after the last of them, which rolls back a transaction
/// that is still open. <see cref="AdoNetExecutorOptions.ConfigureCommand"/> is called for each of them.</para>
/// <para>For DuckDB, the time zone of the connection is set to that of the statement (<see cref="StatementParameters.TimeZone"/>), and
/// <c>streaming_buffer_size</c> to 128 KB, because DuckDB does not count long texts in that size; both only if the database allows
/// it.</para>
/// <para>For DuckDB, unqualified names are resolved and created in the <see cref="StatementContext.Database"/> and
/// <see cref="StatementContext.Schema"/> of the statement, if they exist. Otherwise they are ignored, as are its role and
/// warehouse.</para>
/// <para>For DuckDB, a statement outside of a transaction that conflicts with another writer waits and is run again, see
/// <see cref="AdoNetExecutorOptions.LockTimeout"/>.</para>
/// <para>For DuckDB, BEGIN, COMMIT, ROLLBACK and USE are refused outside of a multi-statement request, where they would have no effect
/// on other statements; PUT and GET are always refused.</para>
/// </remarks>
/// <param name="dataSource">The source of connections. The caller keeps ownership.</param>
/// <param name="options">The options, or null for the defaults.</param>
public sealed class AdoNetStatementExecutor(DbDataSource dataSource, AdoNetExecutorOptions? options = null) : IMultiStatementExecutor, IDatabaseExecutor
{
    private readonly DbDataSource _dataSource = dataSource ?? throw new ArgumentNullException(nameof(dataSource));
    private readonly AdoNetCommands _commands = new(options ?? new(), dataSource as DuckDbFileDataSource);
    private volatile string? _systemName = dataSource is InMemoryDuckDbDataSource or DuckDbFileDataSource ? DatabaseSystem.DuckDb : null;

    string? IDatabaseExecutor.SystemName => _systemName;

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(execution);
        await DedicatedThreads.RunAsync(() =>
        {
            using var session = Open(execution.Statement, cancellationToken);
            _commands.Run(session.Connection, execution, isPart: false, cancellationToken);
            return true;
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IMultiStatementExecution> OpenAsync(Statement statement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return await DedicatedThreads.RunAsync(() =>
        {
            var parts = SqlSplitter.Split(statement.Sql);
            return new AdoNetMultiStatementExecution(Open(statement, cancellationToken), parts, _commands);
        }).ConfigureAwait(false);
    }

    private AdoNetSession Open(Statement statement, CancellationToken cancellationToken)
    {
        var connection = Open(cancellationToken);
        _systemName ??= DatabaseSystem.From(connection);
        return new(connection, statement.Context);
    }

    private DbConnection Open(CancellationToken cancellationToken)
    {
        try
        {
            LoadLibrary();

            // Some providers support cancellation while they connect; for the others, the token is checked afterwards.
            var connection = _dataSource.OpenConnectionAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
            if (cancellationToken.IsCancellationRequested)
            {
                connection.Dispose();
            }

            cancellationToken.ThrowIfCancellationRequested();
            return connection;
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            throw new StatementFailedException(
                new(
                    StatementErrorCodes.ExecutionFailed,
                    "58000",
                    $"The database's native library could not be loaded. For DuckDB: {DuckDbLibrary.Advice}"),
                exception);
        }
    }

    /// <summary>The provider of a data source that a factory has created is determined by an unopened connection.</summary>
    private void LoadLibrary()
    {
        if (_systemName is null && _dataSource.GetType().Assembly == typeof(DbDataSource).Assembly)
        {
            using var connection = _dataSource.CreateConnection();
            _systemName = DatabaseSystem.From(connection);
        }

        if (_systemName == DatabaseSystem.DuckDb)
        {
            DuckDbLibrary.Load();
        }
    }
}
