using System.Data.Common;
using DuckDB.NET.Data;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Execution;

/// <summary>Runs statements over any ADO.NET provider, one connection a statement.</summary>
/// <remarks>
/// <para>Each statement has a thread of its own while it runs: most providers block, and a blocked thread of the pool would
/// slow down every poll. How many there are is set by <see cref="MockhausStatementsOptions.MaxConcurrentStatements"/>.</para>
/// <para>When the token fires, the command is cancelled. Connections of DuckDB are read natively, because the provider's
/// reader has no nanoseconds, no TIME_NS and no UNION; all others through their <see cref="DbDataReader"/>.</para>
/// </remarks>
/// <param name="dataSource">Where connections come from. It stays the caller's.</param>
/// <param name="options">How commands are made, or null.</param>
public sealed class AdoNetStatementExecutor(DbDataSource dataSource, AdoNetExecutorOptions? options = null) : IStatementExecutor
{
    private readonly DbDataSource _dataSource = dataSource ?? throw new ArgumentNullException(nameof(dataSource));
    private readonly AdoNetExecutorOptions _options = options ?? new();

    /// <inheritdoc/>
    public ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(execution);
        return new(Task.Factory.StartNew(
            () => Execute(execution, cancellationToken),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
    }

    private void Execute(StatementExecution execution, CancellationToken cancellationToken)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();

        // The text is the user's by design: running it is what this class is for.
        command.CommandText = execution.Statement.Sql;
        _options.ConfigureCommand?.Invoke(command, execution.Statement);
        cancellationToken.ThrowIfCancellationRequested();
        using var interrupt = new CommandInterrupt(command, cancellationToken);
        if (command is DuckDBCommand duckDb)
        {
            DuckDbCommandRunner.Run(duckDb, execution, cancellationToken);
        }
        else
        {
            if (execution.Statement.Bindings.Count > 0 && command.Parameters.Count == 0)
            {
                throw new StatementFailedException(new(
                    "002049",
                    "42601",
                    $"Nothing has bound the statement's {execution.Statement.Bindings.Count} bind variables. How this provider names " +
                    $"its parameters is not known; add them in {nameof(AdoNetExecutorOptions)}.{nameof(AdoNetExecutorOptions.ConfigureCommand)}."));
            }

            DbReaderRunner.Run(command, execution.Result, cancellationToken);
        }
    }

    private DbConnection Open()
    {
        try
        {
            return _dataSource.OpenConnection();
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            throw new StatementFailedException(
                new(
                    StatementErrorCodes.ExecutionFailed,
                    "58000",
                    "The database's native library is not there. For DuckDB, add a reference to the package DuckDB.NET.Data.Full to the host."),
                exception);
        }
    }
}
