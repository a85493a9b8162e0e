using System.Data.Common;
using DuckDB.NET.Data;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Execution.AdoNet;

/// <summary>Creates and runs the command of a statement, for single statements and for parts of multi-statement requests.</summary>
internal sealed class AdoNetCommands(AdoNetExecutorOptions options, DuckDbFileDataSource? file)
{
    private readonly DuckDbConflictRetry _conflicts = new(options.LockTimeout);

    public void Run(DbConnection connection, StatementExecution execution, bool isPart, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();

        // By design, this is the SQL of the user.
        command.CommandText = execution.Statement.Sql;
        options.ConfigureCommand?.Invoke(command, execution.Statement);
        cancellationToken.ThrowIfCancellationRequested();
        using var interrupt = new CommandInterrupt(command, cancellationToken);
        if (command is DuckDBCommand duckDb)
        {
            RunDuckDb(duckDb, execution, isPart, cancellationToken);
            return;
        }

        if (execution.Statement.Bindings.Count > 0 && command.Parameters.Count == 0)
        {
            throw new StatementFailedException(new(
                "002049",
                "42601",
                $"The statement has {execution.Statement.Bindings.Count} bind variables, but the command has no parameters. The parameter names of this provider " +
                $"are unknown; add the parameters in {nameof(AdoNetExecutorOptions)}.{nameof(AdoNetExecutorOptions.ConfigureCommand)}."));
        }

        DbReaderRunner.Run(command, execution.Result, cancellationToken);
    }

    private void RunDuckDb(DuckDBCommand command, StatementExecution execution, bool isPart, CancellationToken cancellationToken)
    {
        StagedTables? tables = null;
        try
        {
            tables = options.UseSnowflakeFunctions ? SnowflakeFunctions.Rewrite(command, execution, cancellationToken) : null;
            _conflicts.Run(command, execution, isPart, cancellationToken);
        }
        catch (StatementFailedException exception)
        {
            file?.ReportIfFatal(exception);
            throw;
        }
        finally
        {
            if (isPart)
            {
                tables?.TryDrop();
            }
        }
    }
}
