namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>What is nested deep is answered or refused; none of it ends the process.</summary>
public sealed class DepthTests : DuckDbFixture
{
    private static readonly string DeepArray = new string('[', 100_000) + new string(']', 100_000);

    [Test]
    public async Task Json_of_a_text_or_a_bind_variable_that_is_too_deep_is_refused()
    {
        (await RunAsync($"select json_structure('{DeepArray}')")).Error!.Code.Should().Be(StatementErrorCodes.RequestTooLarge);
        var bound = await RunAsync("select from_json(?, '\"JSON\"')", ("1", "TEXT", DeepArray));
        bound.Error!.Code.Should().Be(StatementErrorCodes.RequestTooLarge);
        bound.Error.Message.Should().Contain("bind variable :1").And.Contain("1000 levels").And.NotContain("[[[");
    }

    [Test]
    public async Task Json_of_1000_levels_runs_and_brackets_within_its_strings_do_not_count()
    {
        var json = new string('[', 1000) + "\"" + new string('[', 5000) + "\"" + new string(']', 1000);

        (await RunAsync("select json_structure(?) is null", ("1", "TEXT", json))).Error.Should().BeNull();
    }

    [TestCase("select json_structure(repeat('[', 10000) || repeat(']', 10000)) is null")]
    [TestCase("select from_json('null', repeat('[', 20000) || '\"INT\"' || repeat(']', 20000)) is null")]
    [TestCase("select length((repeat('{\"a\":', 20000) || '1' || repeat('}', 20000))::json::variant::varchar)")]
    public async Task Computed_json_of_tens_of_thousands_of_levels_fits_on_the_stack(string sql) =>
        (await RunAsync(sql)).Status.Should().Be(StatementStatus.Succeeded);

    [TestCase("select ", "(", "1", ")")]
    [TestCase("select ", "[", "1", "]")]
    [TestCase("select ", "{'a':", "1", "}")]
    [TestCase("select ", "abs(", "1", ")")]
    [TestCase("create type deep as ", "struct(a ", "int", ")")]
    [TestCase("select null::", "map(int, ", "int", ")")]
    [TestCase("select ", "list_transform([1], lambda x: ", "1", ")")]
    [TestCase("select ", "(select ", "1", ")")]
    [TestCase("", "/*", "", "*/")]
    public async Task Sql_that_is_nested_too_deep_is_refused_at_once(string before, string open, string middle, string close)
    {
        var sql = before + string.Concat(Enumerable.Repeat(open, 10_000)) + middle + string.Concat(Enumerable.Repeat(close, 10_000)) + " select 1";

        (await RunAsync(sql)).Error!.Code.Should().Be(StatementErrorCodes.RequestTooLarge);
    }

    [Test]
    public async Task Chains_without_brackets_are_answered_or_refused()
    {
        (await RunAsync(string.Join(" union all ", Enumerable.Repeat("select 1", 10_000)))).Error!.Code.Should().Be(StatementErrorCodes.RequestTooLarge);
        (await RunAsync("select " + string.Join(" or ", Enumerable.Repeat("x = 1", 5_000)) + " from (select 1 x)")).Error.Should().BeNull();
        (await RunAsync("select " + string.Concat(Enumerable.Repeat("- ", 10_000)) + "1")).Status.Should().Be(StatementStatus.Failed);
        (await RunAsync("select regexp_matches('a', repeat('(', 10000) || 'a' || repeat(')', 10000))")).Error.Should().BeNull();
    }

    [Test]
    public async Task A_view_and_a_macro_that_contain_themselves_are_an_error()
    {
        await RunAsync("create view a as select 1 x");
        await RunAsync("create view b as from a");
        await RunAsync("create or replace view a as from b");
        await RunAsync("create macro f(x) as f(x + 1)");
        await RunAsync("create macro g() as table select 1");
        await RunAsync("create or replace macro g() as table from g()");

        foreach (var sql in new[] { "from a", "select f(1)", "from g()" })
        {
            (await RunAsync(sql)).Status.Should().Be(StatementStatus.Failed, sql);
        }

        (await RunAsync("select 1")).Status.Should().Be(StatementStatus.Succeeded);
    }
}
