namespace Mockhaus.Statements.Tests.Execution.DuckDb.Snowflake;

public sealed class HostileScanTests : FunctionsFixture
{
    private const string Scan = "table(result_scan(last_query_id()))";

    [Test]
    public async Task A_result_of_a_thousand_columns_is_scanned()
    {
        await RunAsync($"select {string.Join(", ", Enumerable.Range(0, 1000).Select(i => $"{i} as c{i}"))}");

        var scan = await RunAsync($"select * from {Scan}");

        scan.Result!.Columns.Should().HaveCount(1000);
        (await RowsOfAsync(scan.Handle)).Should().Equal(string.Join(' ', Enumerable.Range(0, 1000)));
    }

    [Test]
    public async Task A_view_over_a_scan_does_not_outlive_its_statement()
    {
        await RunAsync("select 7 as n");
        var created = await EndAsync($"create view kept as select * from {Scan}");
        var read = await EndAsync("select * from kept");

        created.Error.Should().BeNull();
        read.Error.Should().NotBeNull();
    }

    [TestCase("create table result_scan(n integer)")]
    [TestCase("create table last_query_id(n integer)")]
    [TestCase("create macro last_query_id() as 1")]
    [TestCase("select n from (select 1) as result_scan(n)")]
    [TestCase("with result_scan(n) as (select 1) select n from result_scan")]
    public async Task Definitions_with_the_names_of_functions_stay(string sql) => (await EndAsync(sql)).Error.Should().BeNull();

    [TestCase("select * from table(result_scan(last_query_id())")]
    [TestCase("select * from result_scan('x'")]
    [TestCase("select last_query_id(")]
    [TestCase("select * from table(information_schema.query_history(")]
    public async Task Brackets_that_are_not_closed_are_an_error_of_the_database(string sql)
    {
        await RunAsync("select 1 as n");

        (await ErrorAsync(sql)).Code.Should().Be("001003");
    }

    [Test]
    public async Task A_part_cannot_scan_itself_or_its_parent()
    {
        var parent = await EndAsync("select 1 as n; select * from table(result_scan(last_query_id(-2)))", 2);

        parent.Error.Should().NotBeNull("there is no statement before the first part");
    }

    [Test]
    public async Task Names_with_quotes_and_braces_come_back()
    {
        await RunAsync("select 1 as \"a\"\"{0}'b\", 2 as \"漢 字\"");

        var scan = await RunAsync($"select * from {Scan}");

        scan.Result!.Columns.Select(column => column.Name).Should().Equal("a\"{0}'b", "漢 字");
    }

    [TestCase("query_history(null, null, 2)", "2")]
    [TestCase("query_history_by_session('any', null, null, 2)", "2")]
    [TestCase("query_history_by_user('any', null, null, 2)", "2")]
    public async Task Arguments_of_the_history_go_by_position(string call, string count)
    {
        for (var i = 0; i < 4; i++)
        {
            await RunAsync($"select {i}");
        }

        (await RowsAsync($"select count(*) from table(information_schema.{call})")).Should().Equal(count);
    }

    [Test]
    public async Task One_argument_too_many_is_told() =>
        (await ErrorAsync("select * from table(information_schema.query_history(null, null, 2, 3))")).Message.Should().Contain("at most 3");
}
