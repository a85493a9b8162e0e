namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class ErrorTests : DuckDbFixture
{
    [TestCase("selec 1", "001003", "42000")]
    [TestCase("select * frm t", "001003", "42000")]
    [TestCase("select (1", "001003", "42000")]
    [TestCase("select * from no_such_table", "002003", "42S02")]
    [TestCase("drop table no_such_table", "002003", "42S02")]
    [TestCase("select nope from (select 1 as a)", "000904", "42000")]
    [TestCase("select 'abc'::INT", "100038", "22018")]
    [TestCase("select 1000::TINYINT", "100039", "22003")]
    [TestCase("", "000900", "42601")]
    [TestCase("  \n ", "000900", "42601")]
    [TestCase(";", "000900", "42601")]
    [TestCase("-- only a comment", "000900", "42601")]
    [TestCase("/* only a comment */ ;", "000900", "42601")]
    [TestCase("select 1; select 2", "000008", "0A000")]
    [TestCase("select 1; selec 2", "001003", "42000")]
    public async Task A_statement_that_cannot_run_fails_with_Snowflakes_code(string sql, string code, string sqlState)
    {
        var error = await ErrorAsync(sql);
        error.Code.Should().Be(code, error.Message);
        error.SqlState.Should().Be(sqlState);
        error.Message.Should().NotBeNullOrWhiteSpace();
    }

    [TestCase("select 1;")]
    [TestCase("select 1; -- and a comment")]
    [TestCase("/* first */ select 1 ; ;")]
    public async Task Semicolons_and_comments_around_one_statement_do_no_harm(string sql) =>
        (await RowsAsync(sql)).Single().Should().Equal("1");

    [Test]
    public async Task What_nothing_is_nearer_to_keeps_DuckDBs_words_and_has_a_bound()
    {
        var error = await ErrorAsync($"select error('{new string('x', 100_000)}')");
        error.Code.Should().Be(StatementErrorCodes.ExecutionFailed);
        error.Message.Should().StartWith("Invalid Input Error: xxx").And.HaveLength(4096 + 3);
    }

    [Test]
    public async Task A_word_of_a_syntax_error_has_a_bound() =>
        (await ErrorAsync($"select 1 1{new string('x', 100_000)}")).Message.Length.Should().BeLessThan(500);

    [Test]
    public async Task An_error_in_the_middle_of_the_rows_fails_the_statement_and_keeps_none_of_them()
    {
        var statement = await RunAsync("select cast(case when i = 400000 then 'x' else i::varchar end as int) from range(1000000) t(i)");
        statement.Status.Should().Be(StatementStatus.Failed);
        statement.Error!.Code.Should().Be("100038");
        var reading = async () => await Session.ReadBatchAsync(statement.Handle, 0);
        await reading.Should().ThrowAsync<StatementResultException>();
    }

    [Test]
    public async Task A_cell_in_the_middle_that_does_not_fit_fails_the_statement()
    {
        var error = await ErrorAsync("select case when i = 400000 then '100000000000000000000000000000000000000'::HUGEINT else i end as h from range(1000000) t(i)");
        error.Code.Should().Be(StatementErrorCodes.ValueNotRepresentable);
    }

    [Test]
    public async Task The_database_goes_on_after_an_error()
    {
        await ErrorAsync("select error('mine')");
        (await CellAsync("1")).Should().Be("1");
    }
}
