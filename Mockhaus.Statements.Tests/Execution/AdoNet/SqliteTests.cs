using Microsoft.Data.Sqlite;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Execution.AdoNet;

/// <summary>SQLite has types for values and not for columns: each cell is exact, or an error that names it.</summary>
public sealed class SqliteTests
{
    [TestCase("select 1 as v union all select 3.0", "1 3")]
    [TestCase("select 1.5 as v union all select 2", "1.5 2")]
    [TestCase("select 'a' as v union all select 5 union all select 2.75", "a 5 2.75")]
    [TestCase("select 9007199254740993 as v union all select null", "9007199254740993 ")]
    [TestCase("select x'DEAD' as v union all select null", "DEAD ")]
    [TestCase("select v from typed", "1.5 2 ")]
    [TestCase("select b as v from typed", "1 0 ")]
    [TestCase("select d as v from typed", "2026-01-02 2026-01-03 ")]
    public async Task Cells_that_fit_their_column_are_exact(string sql, string cells)
    {
        var (statement, rows) = await RunAsync(sql);
        statement.Error.Should().BeNull();
        string.Join(' ', rows).Should().Be(cells);
    }

    [TestCase("select 1 as v union all select 2.75", "2.75")]
    [TestCase("select 1 as v union all select 'x'", "'x'")]
    [TestCase("select 1 as v union all select '2'", "'2'")]
    [TestCase("select 1 as v union all select x'00'", "Byte[]")]
    [TestCase("select 1 as v union all select 1e300", "1E+300")]
    [TestCase("select 1.5 as v union all select 'x'", "'x'")]
    [TestCase("select 1.5 as v union all select x'00'", "Byte[]")]
    [TestCase("select 1.5 as v union all select 9007199254740993", "9007199254740993")]
    [TestCase("select 'x' as v union all select x'00'", "Byte[]")]
    [TestCase("select x'00' as v union all select 'x'", "'x'")]
    [TestCase("select x'00' as v union all select 1", "1")]
    public async Task A_cell_that_does_not_fit_is_an_error_that_names_column_and_row(string sql, string shown)
    {
        var (statement, _) = await RunAsync(sql);
        statement.Error!.Code.Should().Be(StatementErrorCodes.ValueNotRepresentable);
        statement.Error.Message.Should().StartWith("Column 'v': row 2 has ").And.Contain(shown).And.Contain("Cast it in the SQL");
    }

    [Test]
    public async Task Columns_that_the_host_has_chosen_get_exact_values_too()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        var written = await Results.Writing.Written.ByAsync(
            async result =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "select 1 as v union all select 2.75";
                await using var reader = await command.ExecuteReaderAsync();
                await result.WriteReaderAsync(reader, CancellationToken.None);
            },
            ResultColumn.Fixed("v", 10, 2));

        written.Rows.Select(row => row[0]).Should().Equal("1.00", "2.75");
    }

    private static async Task<(Statement Statement, List<string?> Cells)> RunAsync(string sql)
    {
        var name = $"Data Source=file:{TestContext.CurrentContext.Test.ID}?mode=memory&cache=shared";
        await using var kept = new SqliteConnection(name);
        await kept.OpenAsync();
        await using (var command = kept.CreateCommand())
        {
            command.CommandText = "create table typed (v decimal(10, 2), b boolean, d datetime);"
                + "insert into typed values (1.5, 1, '2026-01-02'), (2, 0, '2026-01-03'), (null, null, null)";
            await command.ExecuteNonQueryAsync();
        }

        using var store = new MemoryStatementStore();
        await using var source = SqliteFactory.Instance.CreateDataSource(name);
        await using var manager = new StatementManager(store, new AdoNetStatementExecutor(source));
        var session = manager.OpenSession("sqlite");
        var statement = await session.SubmitAsync(new() { Sql = sql });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromMinutes(1));
        var cells = statement.Result is null ? [] : (await session.ReadRowsAsync(statement.Handle).ToListAsync()).Select(row => row.Single());
        return (statement, [.. cells]);
    }
}
