using System.Text.RegularExpressions;

namespace Mockhaus.Statements.Tests.Testing;

public sealed class MatchTests : ScriptFixture
{
    [TestCase("select 1")]
    [TestCase("  select 1\n")]
    [TestCase("select 1;")]
    [TestCase("select 1 ; ;\r\n")]
    public async Task White_space_and_semicolons_around_the_SQL_do_not_count(string sql)
    {
        Script.When("\tselect 1; ").Returns(["N"], [1]);

        (await CellAsync(sql)).Should().Be("1");
    }

    [TestCase("SELECT 1")]
    [TestCase("select  1")]
    [TestCase("select 10")]
    public async Task Everything_else_counts(string sql)
    {
        Script.When("select 1").Returns(["N"], [1]);

        (await CodeAsync(sql)).Should().Be(StatementErrorCodes.NotScripted);
    }

    [TestCase("^insert into T ", "INSERT INTO t VALUES (1)")]
    [TestCase("^insert.*values", "insert into t\nvalues (1)")]
    [TestCase(@"\(1\)$", " insert into t values (1); ")]
    [TestCase("into", "insert into t values (1)")]
    public async Task A_pattern_is_found_in_any_case_and_over_lines(string pattern, string sql)
    {
        Script.WhenMatches(pattern).Changes(inserted: 1);

        (await CellAsync(sql)).Should().Be("1");
    }

    [Test]
    public async Task A_pattern_that_is_not_found_does_not_match()
    {
        Script.WhenMatches("^insert").Changes(inserted: 1);

        (await CodeAsync("select 'insert'")).Should().Be(StatementErrorCodes.NotScripted);
    }

    [Test]
    public async Task A_pattern_takes_no_longer_for_hostile_SQL()
    {
        Script.WhenMatches("^(a+)+$").Succeeds();

        (await CodeAsync(new string('a', 100_000) + "!")).Should().Be(StatementErrorCodes.NotScripted);
    }

    [Test]
    public async Task A_predicate_sees_bindings_and_context()
    {
        Script.WhenStatement(statement => statement.Bindings["1"].Value == "7" && statement.Context.Role == "READER").Returns(["N"], [7]);
        var request = new StatementRequest { Sql = "select ?", Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("FIXED", "7") } };

        var reader = await EndAsync(await Session.SubmitAsync(request with { Context = new() { Role = "READER" } }));
        var writer = await EndAsync(await Session.SubmitAsync(request with { Context = new() { Role = "WRITER" } }));

        reader.Status.Should().Be(StatementStatus.Succeeded);
        writer.Error!.Code.Should().Be(StatementErrorCodes.NotScripted);
    }

    [Test]
    public async Task The_rule_added_last_wins()
    {
        Script.When("select 1").Returns(["N"], ["the fixture's"]);
        Script.WhenMatches("select").Returns(["N"], ["the test's"]);

        (await CellAsync("select 1")).Should().Be("the test's");
    }

    [Test]
    public async Task A_rule_added_while_the_manager_works_counts_from_then_on()
    {
        Script.When("select 1").Returns(["N"], [1]);
        var before = await CellAsync("select 1");
        Script.When("select 1").Returns(["N"], [2]);

        (before, await CellAsync("select 1")).Should().Be(("1", "2"));
    }

    [Test]
    public async Task Otherwise_is_asked_last_even_when_it_was_added_last()
    {
        Script.When("select 1").Returns(["N"], [1]);
        Script.Otherwise().Returns(["N"], ["the fixture's"]);
        Script.Otherwise().Returns(["N"], ["anything"]);

        (await CellAsync("select 1"), await CellAsync("select 2")).Should().Be(("1", "anything"));
    }

    [Test]
    public async Task SQL_that_nothing_matches_fails_and_is_told_the_rules()
    {
        Script.Otherwise();
        Script.When("select 1;").Returns(["N"], [1]);
        Script.WhenMatches("^insert").Changes(inserted: 1);
        Script.WhenStatement(statement => statement.QueryTag == "x").Succeeds();

        var error = (await RunAsync("select * from missing")).Error!;

        error.Should().Be(new StatementError("900012", "0A000", """
            No rule of the script matches: select * from missing
            Its rules, newest first: WhenStatement(statement => statement.QueryTag == "x"), WhenMatches("^insert"), When("select 1"), Otherwise() (has no answer).
            """.ReplaceLineEndings("\n")));
        Script.Calls.Should().ContainSingle().Which.Rule.Should().BeNull();
    }

    [Test]
    public async Task Without_any_rule_the_error_says_so() =>
        (await RunAsync("select 1")).Error!.Message.Should().EndWith("It has no rules.");

    [Test]
    public async Task The_error_of_long_SQL_and_many_rules_is_cut()
    {
        for (var number = 0; number < 60; number++)
        {
            Script.When($"select {number}").Succeeds();
        }

        var message = (await RunAsync($"select '{new string('x', 5_000)}'")).Error!.Message;

        message.Should().Contain("xxx…\n").And.EndWith("and 10 more.").And.NotContain("When(\"select 9\")");
        message.Length.Should().BeLessThan(3_000);
    }

    [Test]
    public async Task A_predicate_that_throws_fails_its_statement_only()
    {
        Script.Otherwise().Succeeds();
        Script.WhenStatement(statement => statement.Bindings["1"].Value == "7").Succeeds();

        (await RunAsync("select 1")).Error!.Message.Should().Contain("A predicate of the script threw KeyNotFoundException");

        Script.WhenStatement(_ => true).Succeeds();
        (await RunAsync("select 1")).Status.Should().Be(StatementStatus.Succeeded);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" \n")]
    public void A_rule_for_no_SQL_is_refused(string? sql)
    {
        var add = () => Script.When(sql!);

        add.Should().Throw<ArgumentException>();
    }

    [Test]
    public void A_pattern_that_is_none_is_refused_where_it_is_written()
    {
        var broken = () => Script.WhenMatches("(");
        var backtracking = () => Script.WhenMatches("^(?!select)");
        var missing = () => Script.WhenMatches(null!);
        var predicate = () => Script.WhenStatement(null!);

        broken.Should().Throw<RegexParseException>();
        backtracking.Should().Throw<ArgumentException>().WithMessage("*WhenStatement*");
        missing.Should().Throw<ArgumentNullException>();
        predicate.Should().Throw<ArgumentNullException>();
    }
}
