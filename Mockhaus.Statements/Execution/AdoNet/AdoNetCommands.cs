using System.Data.Common;
using DuckDB.NET.Data;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Execution.AdoNet;

/// <summary>Makes the command of a statement and runs it: the same for one that is alone and one that is part of a script.</summary>
internal sealed class AdoNetCommands(AdoNetExecutorOptions options, DuckDbFileDataSource? file)
{
    private readonly DuckDbConflictRetry _conflicts = new(options.LockTimeout);

    public void Run(DbConnection connection, StatementExecution execution, bool isPart, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();

        // The text is the user's by design: running it is what this class is for.
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
                $"Nothing has bound the statement's {execution.Statement.Bindings.Count} bind variables. How this provider names " +
                $"its parameters is not known; add them in {nameof(AdoNetExecutorOptions)}.{nameof(AdoNetExecutorOptions.ConfigureCommand)}."));
        }

        DbReaderRunner.Run(command, execution.Result, cancellationToken);
    }

    private void RunDuckDb(DuckDBCommand command, StatementExecution execution, bool isPart, CancellationToken cancellationToken)
    {
        try
        {
            _conflicts.Run(command, execution, isPart, cancellationToken);
        }
        catch (StatementFailedException exception)
        {
            file?.ReportIfFatal(exception);
            throw;
        }
    }
}
