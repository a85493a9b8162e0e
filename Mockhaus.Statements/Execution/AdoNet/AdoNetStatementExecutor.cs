using System.Data.Common;
using Mockhaus.Statements.Execution.AdoNet;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Execution;

/// <summary>Runs statements over any ADO.NET provider, one connection a request.</summary>
/// <remarks>
/// <para>Each statement has a thread of its own while it runs: most providers block, and a blocked thread of the pool would
/// slow down every poll. How many there are is set by <see cref="MockhausStatementsOptions.MaxConcurrentStatements"/>.</para>
/// <para>When the token fires, the command is cancelled. Connections of DuckDB are read natively, because the provider's
/// reader has no nanoseconds, no TIME_NS and no UNION; all others through their <see cref="DbDataReader"/>.</para>
/// <para>A request of several statements (<see cref="StatementRequest.StatementCount"/>) is split at its semicolons, by
/// DuckDB's rules of quotes and comments, which are PostgreSQL's. All of its statements run on one connection and share
/// transactions, temporary tables and settings; the connection is closed with the last of them, and rolls back a transaction
/// that is still open. <see cref="AdoNetExecutorOptions.ConfigureCommand"/> is called for each of them.</para>
/// <para>On DuckDB, the connection's zone is the statement's (<see cref="StatementParameters.TimeZone"/>) and its <c>streaming_buffer_size</c> 128 KB,
/// because DuckDB counts wide texts there as next to nothing; where the database allows it.</para>
/// <para>On DuckDB, the <see cref="StatementContext.Database"/> and <see cref="StatementContext.Schema"/> of a statement are where unqualified names are looked up
/// and made, if there are such; otherwise, and of its role and warehouse, nothing is heeded.</para>
/// <para>On DuckDB, a statement outside of a transaction that meets another writer waits for it and is run again, see
/// <see cref="AdoNetExecutorOptions.LockTimeout"/>.</para>
/// <para>On DuckDB, BEGIN, COMMIT, ROLLBACK and USE are refused outside of such a request, where they would have no effect
/// on any other statement; PUT and GET are refused always.</para>
/// </remarks>
/// <param name="dataSource">Where connections come from. It stays the caller's.</param>
/// <param name="options">How commands are made, or null.</param>
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

            // Some providers can be stopped while they connect; the others block this thread, and are asked afterwards.
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

    /// <summary>A data source that a provider's factory has made tells by a connection, before that is opened, that it is DuckDB's.</summary>
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
