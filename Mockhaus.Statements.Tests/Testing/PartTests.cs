using Mockhaus.Statements.Testing;

namespace Mockhaus.Statements.Tests.Testing;

/// <summary>Requests of several statements to a script.</summary>
public sealed class PartTests : ScriptFixture
{
    [Test]
    public async Task Each_part_is_matched_by_itself_and_is_a_call_of_its_own()
    {
        var begin = Script.When("begin").Succeeds();
        var select = Script.WhenMatches("^select").Returns(["N"], [1]).Then.Returns(["N"], [2]);
        var parent = await RunPartsAsync("begin; select ';' as a; select 2 -- more;\n;");

        parent.Error.Should().BeNull();
        Script.Calls.Select(call => call.Sql).Should().Equal("begin", "select ';' as a", "select 2 -- more;");
        Script.Calls.Select(call => call.Statement.Handle).Should().Equal(parent.Children);
        begin.Calls.Should().ContainSingle();
        select.Calls.Should().HaveCount(2);
    }

    [Test]
    public async Task The_answers_of_a_rule_go_on_from_part_to_part()
    {
        Script.WhenMatches("^select").Returns(["N"], [1]).Then.Returns(["N"], [2]);
        var parent = await RunPartsAsync("select a; select b");
        (await Session.ReadRowsAsync(parent.Children[0]).ToListAsync()).Single().Should().Equal("1");
        (await Session.ReadRowsAsync(parent.Children[1]).ToListAsync()).Single().Should().Equal("2");
    }

    [Test]
    public async Task A_part_that_fails_is_the_last_call()
    {
        Script.Otherwise().Succeeds();
        Script.When("b").Fails("000625", "57014", "Try again.");
        var parent = await RunPartsAsync("a; b; c", 3);
        parent.Error!.Code.Should().Be(StatementErrorCodes.ChildFailed);
        parent.Error.Message.Should().Contain("000625: Try again.");
        Script.Calls.Select(call => (call.Sql, call.State)).Should().Equal(("a", ScriptedCallState.Returned), ("b", ScriptedCallState.Failed));
    }

    [Test]
    public async Task A_cancel_stops_the_part_that_is_held()
    {
        Script.When("a").Succeeds();
        var held = Script.When("b").Holds().Succeeds();
        var parent = await Session.SubmitAsync(new() { Sql = "a; b; c", StatementCount = 0 });
        await InTimeAsync(held.CalledAsync());
        await Session.CancelAsync(parent.Handle);
        (await InTimeAsync(held.EndedAsync())).State.Should().Be(ScriptedCallState.Stopped);
        Script.Calls.Should().HaveCount(2);
    }

    [Test]
    public async Task A_request_of_one_statement_is_not_split()
    {
        Script.When("a; b").Succeeds();
        (await RunAsync("a; b;")).Error.Should().BeNull();
        Script.Calls.Should().ContainSingle().Which.Sql.Should().Be("a; b;");
    }

    private async Task<Statement> RunPartsAsync(string sql, int count = 0) =>
        await EndAsync(await Session.SubmitAsync(new() { Sql = sql, StatementCount = count }));
}
