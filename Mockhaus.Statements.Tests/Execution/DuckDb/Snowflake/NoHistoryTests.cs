namespace Mockhaus.Statements.Tests.Execution.DuckDb.Snowflake;

public sealed class NoHistoryTests : FunctionsFixture
{
    protected override bool HasHistory => false;

    [Test]
    public async Task Without_a_history_the_error_says_how_to_get_one() =>
        (await ErrorAsync("select * from table(information_schema.query_history())")).Message.Should().Contain("History:Type");

    [Test]
    public async Task Results_are_scanned_without_a_history()
    {
        await RunAsync("select 1 as n");

        (await RowsAsync("select n from table(result_scan(last_query_id()))")).Should().Equal("1");
    }
}
