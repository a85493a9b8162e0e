using DuckDB.NET.Data;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Execution.DuckDb;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>What copying DuckDB's vectors into a result allocates.</summary>
[NonParallelizable]
public sealed class AllocationTests
{
    private const int Rows = 100_000;

    [TestCase("i")]
    [TestCase("(i % 100)::TINYINT, (i % 1000)::SMALLINT, i::INTEGER, i::UBIGINT, i::HUGEINT * 1000000000000")]
    [TestCase("(i / 100)::DECIMAL(18, 4), (i / 100)::DECIMAL(38, 4), i * 1.25::DOUBLE, i::FLOAT, i % 2 = 0")]
    [TestCase("DATE '1900-01-01' + (i % 90000)::INT, TIME '00:00:00' + to_microseconds(i * 7919)")]
    [TestCase("make_timestamp_ns(i * 7919), TIMESTAMP '1960-01-01' + to_microseconds(i * 7919), make_timestamp(i * 7919)::TIMESTAMPTZ, epoch_ms(i)::TIMESTAMP_MS")]
    [TestCase("if(i % 2 = 0, NULL, i), NULL, 7")]
    [TestCase("'customer number ' || i, i::VARCHAR")]
    public async Task Rows_of_DuckDB_allocate_nothing_each(string columns)
    {
        // A chunk of 2,048 rows may cost some handles, but not a byte for each of its rows.
        await AllocatedAsync(columns, 2 * Rows);
        var once = await AllocatedAsync(columns, Rows);
        var twice = await AllocatedAsync(columns, 2 * Rows);
        ((twice - once) / (double)Rows).Should().BeLessThan(0.5, "{0} bytes for {1} rows, and {2} for twice as many", once, Rows, twice);
    }

    /// <summary>The least of some runs: in one of them a pooled buffer may have been collected.</summary>
    private static async Task<long> AllocatedAsync(string columns, int rows)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 3; run++)
        {
            least = Math.Min(least, await RunAsync($"select {columns} from range({rows}) r(i)"));
        }

        return least;
    }

    private static async Task<long> RunAsync(string sql)
    {
        var allocated = 0L;
        await using var source = new InMemoryDuckDbDataSource();
        var executor = new DelegateStatementExecutor((execution, cancellationToken) =>
        {
            using var connection = (DuckDBConnection)source.OpenConnection();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            var before = GC.GetAllocatedBytesForCurrentThread();
            DuckDbCommandRunner.Run(command, execution, isPart: false, cancellationToken);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return ValueTask.CompletedTask;
        });
        var options = new MockhausStatementsOptions { Results = { ResultBatchSize = 1_000_000, ResultBatchBytes = 1 << 28, InlineResultBytes = 1 << 28, MaxResultBytes = 1 << 28 } };
        await using var manager = new StatementManager(new DroppingStore(), executor, options);
        var session = manager.OpenSession("allocations");
        var statement = await session.SubmitAsync(new() { Sql = sql });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromMinutes(1));
        statement.Error.Should().BeNull();
        return allocated;
    }
}
