using DuckDB.NET.Data;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Tests.Execution.DuckDb.Snowflake;

public sealed class StagedTablesTests
{
    [Test]
    public void Filling_stops_in_the_middle_when_it_is_cancelled_and_can_be_dropped()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var cancellation = new CancellationTokenSource();
        var (tables, read) = (new StagedTables(connection), 0);

        IEnumerable<string?[]> Rows()
        {
            while (true)
            {
                if (++read == 5000)
                {
                    cancellation.Cancel();
                }

                yield return ["x"];
            }
        }

        var fill = () => tables.Create(1, Rows(), () => [new("c", "{0}")], cancellation.Token);

        fill.Should().Throw<OperationCanceledException>();
        read.Should().BeInRange(5000, 6200);
        Count(connection).Should().Be(1);
        tables.TryDrop();
        Count(connection).Should().Be(0);
    }

    private static long Count(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from duckdb_tables() where database_name = 'temp'";
        return (long)command.ExecuteScalar()!;
    }
}
