using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Testing;

namespace Mockhaus.Statements.Tests.Testing;

public sealed class CallTests : ScriptFixture
{
    [Test]
    public async Task Calls_stand_in_the_order_in_which_they_came_with_all_that_was_sent()
    {
        var insert = Script.WhenMatches("^insert").Changes(inserted: 1);
        var select = Script.When("select 1").Returns(["N"], [1]);

        await EndAsync(await Session.SubmitAsync(new()
        {
            Sql = "insert into t values (?)",
            Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("FIXED", "7") },
            Context = new() { Database = "DB" },
        }));
        Clock.Advance(TimeSpan.FromSeconds(3));
        await RunAsync("select 1;");

        Script.Calls.Select(call => call.Sql).Should().Equal("insert into t values (?)", "select 1;");
        Script.Calls.Select(call => call.Rule).Should().Equal(insert, select);
        Script.Calls.Select(call => call.StartedAt).Should().Equal(Samples.Start, Samples.Start.AddSeconds(3));
        insert.Calls.Should().ContainSingle().Which.Statement.Bindings["1"].Value.Should().Be("7");
        insert.Calls.Single().Statement.Context.Database.Should().Be("DB");
    }

    [Test]
    public async Task A_call_says_how_it_ended()
    {
        Script.When("returns").Succeeds();
        Script.When("fails").Fails("000001", "XX000", "No.");
        Script.When("crashes").Runs((_, _) => throw new IOException("No disk."));

        await RunAsync("returns");
        await RunAsync("fails");
        await RunAsync("crashes");
        await RunAsync("unknown");

        Script.Calls.Select(call => call.State).Should().Equal(
            ScriptedCallState.Returned, ScriptedCallState.Failed, ScriptedCallState.Failed, ScriptedCallState.Failed);
    }

    [Test]
    public async Task A_cancelled_exception_that_nobody_asked_for_is_a_failure()
    {
        Script.When("odd").Runs((_, _) => throw new OperationCanceledException());

        (await RunAsync("odd")).Status.Should().Be(StatementStatus.Failed);

        Script.Calls.Single().State.Should().Be(ScriptedCallState.Failed);
    }

    [Test]
    public async Task A_list_of_calls_never_changes()
    {
        var held = Script.When("held").Holds().Succeeds();
        var statement = await SubmitAsync("held");
        await InTimeAsync(held.CalledAsync());
        var before = Script.Calls;

        held.Release();
        await EndAsync(statement);
        held.Release();
        await RunAsync("held");

        before.Should().ContainSingle().Which.State.Should().Be(ScriptedCallState.Running);
        Script.Calls.Should().HaveCount(2);
    }

    [Test]
    public async Task A_wait_for_a_call_ends_with_the_call()
    {
        var rule = Script.When("select 1").Succeeds();
        var second = rule.CalledAsync(times: 2).AsTask();
        var any = Script.CalledAsync(times: 3).AsTask();
        var ended = Script.EndedAsync(times: 3).AsTask();

        await RunAsync("select 1");
        await RunAsync("select 2");
        (second.IsCompleted, any.IsCompleted, ended.IsCompleted).Should().Be((false, false, false));
        await RunAsync("select 1");

        (await second.WaitAsync(Safety)).Rule.Should().Be(rule);
        (await any.WaitAsync(Safety)).Sql.Should().Be("select 1");
        (await ended.WaitAsync(Safety)).State.Should().Be(ScriptedCallState.Returned);
    }

    [Test]
    public async Task A_wait_for_a_call_can_be_given_up()
    {
        using var source = new CancellationTokenSource();
        var waiting = Script.When("never").Succeeds().CalledAsync(cancellationToken: source.Token).AsTask();

        await source.CancelAsync();

        var wait = () => waiting.WaitAsync(Safety);
        await wait.Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_wait_for_no_call_is_refused()
    {
        var wait = async () => await Script.CalledAsync(times: 0);

        await wait.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Test]
    public async Task Cleared_calls_are_forgotten_also_those_that_run_on()
    {
        var held = Script.WhenMatches("^held").Holds().Returns(["N"], [1]).Then.Returns(["N"], [2]);
        var first = await SubmitAsync("held 1");
        await InTimeAsync(held.CalledAsync());

        Script.ClearCalls();
        held.Release();
        await EndAsync(first);

        Script.Calls.Should().BeEmpty();
        (await CellAsync("held 2")).Should().Be("2", "the answers go on");
        (await InTimeAsync(held.EndedAsync())).Sql.Should().Be("held 2");
    }

    [Test]
    public async Task One_script_serves_two_managers()
    {
        Script.When("next").Returns(["N"], [1]).Then.Returns(["N"], [2]);
        using var store = new MemoryStatementStore();
        await using var other = new StatementManager(store, Script);
        var session = other.OpenSession("other");

        var here = await CellAsync("next");
        var statement = await session.SubmitAsync(new() { Sql = "next" });
        await session.WaitAsync(statement.Handle, Safety);

        here.Should().Be("1");
        (await session.ReadRowsAsync(statement.Handle).SingleAsync()).Should().Equal("2");
        Script.Calls.Select(call => call.Statement.SessionId).Should().Equal("script", "other");
    }

    [Test]
    public async Task A_call_shows_its_SQL_and_no_binding()
    {
        Script.When("select ?").Succeeds();

        await EndAsync(await Session.SubmitAsync(
            new() { Sql = "select ?", Bindings = new Dictionary<string, StatementBinding> { ["1"] = new("TEXT", "secret") } }));

        $"{Script.Calls.Single()}".Should().Be("ScriptedCall { Sql = select ?, State = Returned, Rule = When(\"select ?\") }");
    }
}
