using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Testing;

namespace Mockhaus.Statements.Tests.Testing;

public sealed class AnswerTests : ScriptFixture
{
    [Test]
    public async Task Rows_come_as_they_are_written()
    {
        Script.When("select id, name from users").Returns(["ID", "NAME"], [1, "a"], [2, null]);

        var rows = await RowsAsync("select id, name from users");

        rows.Should().BeEquivalentTo<string?[]>([["1", "a"], ["2", null]], options => options.WithStrictOrdering());
    }

    [Test]
    public async Task One_row_of_nulls_is_one_row()
    {
        Script.When("one").Returns(["A"], [null]);
        Script.When("two").Returns(["A", "B"], [null, null]);

        (await RowsAsync("one")).Should().ContainSingle().Which.Should().Equal([null]);
        (await RowsAsync("two")).Should().ContainSingle().Which.Should().Equal(null, null);
    }

    [Test]
    public async Task A_result_without_rows_has_its_columns()
    {
        Script.When("select").Returns(["NAME", ResultColumn.Fixed("ID", 10)]);

        var statement = await RunAsync("select");

        statement.Result!.RowCount.Should().Be(0);
        statement.Result.Columns.Should().Equal(ResultColumn.Text("NAME"), ResultColumn.Fixed("ID", 10));
    }

    [Test]
    public async Task The_same_rows_are_given_again_and_again_whatever_the_test_does_to_its_arrays()
    {
        ScriptedRow[] rows = [[1], [2]];
        ScriptedColumn[] columns = ["N"];
        Script.When("select").Returns(columns, rows);
        rows[0] = ["late"];
        columns[0] = "LATE";

        (await RowsAsync("select")).Should().HaveCount(2);
        (await RowsAsync("select"))[0].Should().Equal("1");
        (await RunAsync("select")).Result!.Columns[0].Name.Should().Be("N");
    }

    [TestCase(3L, null, null, "number of rows inserted=3")]
    [TestCase(null, 2L, null, "number of rows updated=2,number of multi-joined rows updated=0")]
    [TestCase(null, null, 1L, "number of rows deleted=1")]
    [TestCase(0L, null, null, "number of rows inserted=0")]
    [TestCase(3L, 2L, 1L, "number of rows inserted=3,number of rows updated=2,number of rows deleted=1")]
    public async Task Changes_are_answered_with_snowflakes_row_of_counts(long? inserted, long? updated, long? deleted, string expected)
    {
        Script.When("change").Changes(inserted, updated, deleted);

        var statement = await RunAsync("change");

        var cells = await Session.ReadRowsAsync(statement.Handle).SingleAsync();
        statement.Result!.Columns.Should().OnlyContain(column => column.IsNameExact && !column.Nullable);
        string.Join(',', statement.Result.Columns.Zip(cells, (column, cell) => $"{column.Name}={cell}")).Should().Be(expected);
        statement.Result.Stats.Should().Be(inserted is 0 ? null : new ResultStats(inserted ?? 0, updated ?? 0, deleted ?? 0));
    }

    [Test]
    public async Task DDL_succeeds_with_one_row_that_says_so()
    {
        Script.WhenMatches("^create table").Succeeds();

        (await CellAsync("create table t (n int)")).Should().Be("Statement executed successfully.");
    }

    [Test]
    public async Task A_failure_has_the_code_and_the_words_of_the_script()
    {
        Script.When("select").Fails("002003", "42S02", "Object 'T' does not exist or not authorized.");

        var statement = await RunAsync("select");

        statement.Status.Should().Be(StatementStatus.Failed);
        statement.Error.Should().Be(new StatementError("002003", "42S02", "Object 'T' does not exist or not authorized."));
    }

    [Test]
    public async Task Code_answers_from_the_bindings()
    {
        Script.When("select ?").Runs(async (execution, token) =>
        {
            execution.Result.Start([ResultColumn.Text("ECHO")]);
            execution.Result.Row.WriteText(execution.Statement.Bindings["1"].Value);
            await execution.Result.EndRowAsync(token);
        });

        var statement = await EndAsync(await Session.SubmitAsync(
            new() { Sql = "select ?", Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("TEXT", "hello") } }));

        (await Session.ReadRowsAsync(statement.Handle).SingleAsync()).Should().Equal("hello");
    }

    [Test]
    public async Task What_the_script_does_not_know_goes_to_another_executor()
    {
        await using var database = new InMemoryDuckDbDataSource();
        Script.Otherwise().Runs(new AdoNetStatementExecutor(database).ExecuteAsync);
        Script.When("select 1").Fails("000603", "XX000", "Try again.");

        (await CodeAsync("select 1")).Should().Be("000603");
        (await CellAsync("select 40 + 2")).Should().Be("42");
    }

    [Test]
    public async Task The_first_call_fails_and_the_next_ones_return()
    {
        Script.When("select 1").Fails("000603", "XX000", "Try again.").Then.Returns(["N"], [1]);

        (await CodeAsync("select 1")).Should().Be("000603");
        (await CellAsync("select 1")).Should().Be("1");
        (await CellAsync("select 1")).Should().Be("1", "the last answer stays");
    }

    [Test]
    public async Task Each_call_has_its_answer_until_the_last_one_stays()
    {
        var rule = Script.When("next").Returns(["N"], [1]);
        rule.Then.Returns(["N"], [2]).Then.Fails("000001", "XX000", "No more.");

        (await CellAsync("next"), await CellAsync("next"), await CodeAsync("next"), await CodeAsync("next"))
            .Should().Be(("1", "2", "000001", "000001"));
    }

    [Test]
    public async Task An_answer_added_after_the_last_one_was_given_is_the_next_one()
    {
        var rule = Script.When("next").Returns(["N"], [1]);
        var first = await CellAsync("next");
        rule.Then.Returns(["N"], [2]);

        (first, await CellAsync("next")).Should().Be(("1", "2"));
    }
}
