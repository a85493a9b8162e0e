namespace Mockhaus.Statements.Tests.Execution.DuckDb.Snowflake;

public sealed class QueryHistoryTests : FunctionsFixture
{
    [TestCase("table(information_schema.query_history())")]
    [TestCase("TABLE(INFORMATION_SCHEMA.QUERY_HISTORY_BY_SESSION())")]
    [TestCase("table(mydb.information_schema.query_history_by_user(user_name => 'me'))")]
    [TestCase("snowflake.account_usage.query_history")]
    [TestCase("table(information_schema.query_history(result_limit => 50 + 50, end_time_range_start => now() - interval 1 hour))")]
    public async Task Five_statements_are_listed_newest_first_without_their_values(string source)
    {
        for (var i = 0; i < 5; i++)
        {
            await EndAsync(i == 3 ? "selec 'x'" : $"select {i} as n, 'secret'");
        }

        await EndAsync("select 'other'", 1, Manager.OpenSession("other"));

        (await RowsAsync($"select query_text, execution_status, error_code from {source} where end_time is not null"))
            .Should().Equal("select ? as n, ? SUCCESS null", "? ? FAIL 001003", "select ? as n, ? SUCCESS null", "select ? as n, ? SUCCESS null", "select ? as n, ? SUCCESS null");
    }

    [Test]
    public async Task The_running_statement_is_in_the_list()
    {
        var rows = await RowsAsync("select execution_status, end_time from table(information_schema.query_history())");

        rows.Should().Equal("RUNNING null");
    }

    [Test]
    public async Task Limits_and_times_select()
    {
        for (var i = 0; i < 5; i++)
        {
            await RunAsync($"select {i}");
        }

        (await RowsAsync("select count(*) from table(information_schema.query_history(result_limit => 3))")).Should().Equal("3");
        (await RowsAsync("select count(*) from table(information_schema.query_history(end_time_range_end => now() - interval 1 day))")).Should().Equal("0");
        (await RowsAsync("select total_elapsed_time >= 0, start_time <= end_time, query_type, rows_produced from table(information_schema.query_history()) where query_type = 'SELECT' and rows_produced is not null limit 1"))
            .Should().Equal("true true SELECT 1");
    }

    [TestCase("result_limit => 0")]
    [TestCase("result_limit => 'x'")]
    [TestCase("no_such => 1")]
    public async Task A_bad_argument_is_told(string argument) =>
        (await ErrorAsync($"select * from table(information_schema.query_history({argument}))")).SqlState.Should().BeOneOf("42601", "22018");

    [Test]
    public async Task A_result_of_the_history_is_scanned_by_handle()
    {
        await RunAsync("select 'first'");
        await RunAsync("select 'second' as v");

        (await RowsAsync("""
            select * from table(result_scan((select query_id from table(information_schema.query_history()) where query_type = 'SELECT' and end_time is not null limit 1)))
            """)).Should().Equal("second");
    }
}
