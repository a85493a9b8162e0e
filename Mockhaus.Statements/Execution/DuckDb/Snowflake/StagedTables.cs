using System.Globalization;
using DuckDB.NET.Data;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The temporary tables of one statement, which functions such as RESULT_SCAN become.</summary>
/// <remarks>Rows are appended as texts to a temporary table; a temporary view over it has their types. So there is one way for every type,
/// and each value is read by DuckDB itself.</remarks>
internal sealed class StagedTables(DuckDBConnection connection)
{
    /// <summary>DuckDB.NET keeps the rows of an appender until it has this many.</summary>
    private const int RowsOfACheck = 1024;

    private const string ViewPrefix = "mockhaus_scan_";

    private static long _count;
    private readonly List<long> _numbers = [];

    /// <summary>Makes a view of rows.</summary>
    /// <param name="count">The number of its columns.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns, asked for when all rows were read.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <returns>What stands in the SQL for it.</returns>
    public string Create(
        int count, IEnumerable<string?[]> rows, Func<IEnumerable<StagedColumn>> columns, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _count);
        _numbers.Add(number);
        Execute($"create temp table {TableOf(number)} ({string.Join(", ", Enumerable.Range(0, count).Select(i => $"c{i} varchar"))})");
        Fill(number, rows, cancellationToken);
        var values = columns().Select((column, i) =>
            $"{string.Format(CultureInfo.InvariantCulture, column.Cast, $"c{i}")} as {Quote(column.Name)}");
        Execute($"create temp view {ViewOf(number)} as select {string.Join(", ", values)} from temp.main.{TableOf(number)} order by rowid");
        return $"temp.main.{ViewOf(number)}";
    }

    /// <summary>Drops the tables, where later statements share the connection.</summary>
    public void TryDrop()
    {
        foreach (var number in _numbers)
        {
            try
            {
                Execute($"drop view if exists temp.main.{ViewOf(number)}; drop table if exists temp.main.{TableOf(number)}");
            }
            catch (DuckDBException)
            {
                // In a transaction that has failed nothing can be dropped. They go with the connection.
            }
        }
    }

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Whether SQL reads one of these tables: its columns are those of a result, which are of no table.</summary>
    public static bool Contain(string sql) => sql.Contains(ViewPrefix, StringComparison.Ordinal);

    private static string TableOf(long number) => string.Create(CultureInfo.InvariantCulture, $"mockhaus_rows_{number}");

    private static string ViewOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{ViewPrefix}{number}");

    private void Fill(long number, IEnumerable<string?[]> rows, CancellationToken cancellationToken)
    {
        using var appender = connection.CreateAppender("temp", "main", TableOf(number));
        var count = 0;
        foreach (var cells in rows)
        {
            if (count++ % RowsOfACheck == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var row = appender.CreateRow();
            foreach (var cell in cells)
            {
                if (cell is null)
                {
                    row.AppendNullValue();
                }
                else
                {
                    row.AppendValue(cell);
                }
            }

            row.EndRow();
        }

        appender.Close();
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
