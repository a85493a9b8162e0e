using Mockhaus.Statements.Results;
using Mockhaus.Statements.Testing;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Testing;

[NonParallelizable]
public sealed class GeneratedRowsTests : ScriptFixture
{
    [Test]
    public async Task Rows_are_made_from_their_numbers()
    {
        Script.When("many").ReturnsRows(3, ["ID", "NAME"], row => [row, $"name {row}"]);

        var rows = await RowsAsync("many");

        rows.Should().BeEquivalentTo<string?[]>([["0", "name 0"], ["1", "name 1"], ["2", "name 2"]], options => options.WithStrictOrdering());
    }

    [Test]
    public async Task The_first_row_tells_the_types()
    {
        Script.When("many").ReturnsRows(
            2, ["L", "D", "T", ResultColumn.Fixed("F", 5, 1)], row => [row, row + 0.25m, row == 0 ? null : "late", row]);

        (await RunAsync("many")).Result!.Columns.Should().Equal(
            ResultColumn.Fixed("L", 19), ResultColumn.Fixed("D", 38, 12), ResultColumn.Text("T"), ResultColumn.Fixed("F", 5, 1));
        (await RowsAsync("many"))[1].Should().Equal("1", "1.250000000000", "late", "1.0");
    }

    [Test]
    public async Task No_rows_are_columns_of_text_and_nothing_is_made()
    {
        Script.When("none").ReturnsRows(0, ["ID"], _ => throw new InvalidOperationException());

        var statement = await RunAsync("none");

        statement.Result!.Columns.Should().Equal(ResultColumn.Text("ID"));
        statement.Result.RowCount.Should().Be(0);
    }

    [Test]
    public async Task A_row_that_does_not_fit_fails_the_statement_and_names_it()
    {
        Script.When("text").ReturnsRows(10, ["ID"], row => [row < 5 ? row : "five"]);
        Script.When("width").ReturnsRows(10, ["ID"], row => row < 5 ? [row] : []);

        var text = (await RunAsync("text")).Error!;
        var width = (await RunAsync("width")).Error!;

        text.Code.Should().Be(StatementErrorCodes.ValueNotRepresentable);
        text.Message.Should().Contain("'ID'").And.Contain("row 6").And.Contain("'five'");
        width.Message.Should().Contain("Row 6").And.Contain("0 values");
    }

    [Test]
    public async Task Code_that_throws_fails_the_statement()
    {
        Script.When("throws").ReturnsRows(2, ["ID"], row => row == 0 ? [row] : throw new FormatException("Not that one."));

        (await RunAsync("throws")).Error!.Message.Should().Contain("Not that one.");
    }

    [Test]
    public async Task A_cancel_ends_the_making_of_rows()
    {
        using var begun = new SemaphoreSlim(0);
        var rule = Script.When("endless").ReturnsRows(long.MaxValue, ["ID"], row =>
        {
            if (row == 1_000)
            {
                begun.Release();
            }

            return [null];
        });
        var statement = await SubmitAsync("endless");
        (await begun.WaitAsync(Safety)).Should().BeTrue();

        await Session.CancelAsync(statement.Handle);

        (await InTimeAsync(rule.EndedAsync())).State.Should().NotBe(ScriptedCallState.Returned);
    }

    [Test]
    public async Task A_million_rows_are_never_held_in_memory()
    {
        const long Rows = 1_000_000;
        const int Megabyte = 1024 * 1024;
        var name = new string('x', 200);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = before;
        var script = new ScriptedExecutor();
        script.When("huge").ReturnsRows(Rows, ["ID", "NAME"], row =>
        {
            most = row % 10_000 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: false)) : most;
            return [row, name];
        });
        var store = new DroppingStore();
        await using var manager = new StatementManager(store, script, new() { Results = { MaxResultBytes = 1024L * Megabyte } });
        var session = manager.OpenSession("huge");

        var statement = await session.SubmitAsync(new() { Sql = "huge" });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromMinutes(2));

        statement.Result!.RowCount.Should().Be(Rows);
        store.Bytes.Should().BeGreaterThan(Rows * 200);
        (most - before).Should().BeLessThan(100L * Megabyte);
    }

    [Test]
    public void Less_than_no_rows_are_refused()
    {
        var write = () => Script.When("many").ReturnsRows(-1, ["ID"], row => [row]);

        write.Should().Throw<ArgumentOutOfRangeException>();
    }
}
