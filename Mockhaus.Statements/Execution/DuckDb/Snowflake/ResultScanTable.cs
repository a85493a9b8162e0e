namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The rows of an earlier statement of the session, as a table.</summary>
internal sealed class ResultScanTable(StatementExecution execution, CancellationToken cancellationToken)
{
    /// <returns>What stands in the SQL for it.</returns>
    /// <exception cref="StatementFailedException">The session has no such statement, or it has no rows.</exception>
    public string Create(StagedTables tables, StatementHandle handle)
    {
        try
        {
            var statement = execution.Session!.GetAsync(execution.Statement, handle, cancellationToken).AsTask().GetAwaiter().GetResult();
            var stored = (statement.Result ?? throw NoRows(statement)).Columns;
            var names = UniqueNames([.. stored.Select(column => column.Name)]);
            var columns = stored.Select((column, i) => new ScanColumn(column, i)).ToArray();
            var rows = execution.Session.ReadRowsAsync(execution.Statement, handle, cancellationToken).ToBlockingEnumerable(cancellationToken)
                .Select(row => Array.ConvertAll(columns, column => column.TextOf(row)));
            return tables.Create(columns.Length, rows, () => columns.Select((column, i) => column.ToStaged(names[i])), cancellationToken);
        }
        catch (StatementNotFoundException)
        {
            throw new StatementFailedException(new("000709", "02000", $"Statement {handle} not found"));
        }
        catch (StatementExpiredException)
        {
            throw new StatementFailedException(new("000710", "02000", $"Result for query {handle} has expired"));
        }
        catch (StatementResultException exception)
        {
            throw NoRows(exception.Statement);
        }
    }

    private static StatementFailedException NoRows(Statement statement) => new(statement switch
    {
        { IsFinished: false } => new(
            StatementErrorCodes.ResultNotReady, "02000", $"Statement {statement.Handle} is {statement.Status}; it has no result yet. Wait until it has ended."),
        { Error: { } error } => error,
        _ => new(StatementErrorCodes.RowsEvicted, "54000", new StatementResultException(statement).Message),
    });

    /// <summary>A name that there is already, compared without case as DuckDB does, gets a number.</summary>
    private static List<string> UniqueNames(IReadOnlyList<string> names)
    {
        var (taken, unique) = (new HashSet<string>(names.Count, StringComparer.OrdinalIgnoreCase), new List<string>());
        foreach (var name in names)
        {
            var given = name;
            for (var number = 1; !taken.Add(given); number++)
            {
                given = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_{number}");
            }

            unique.Add(given);
        }

        return unique;
    }
}
