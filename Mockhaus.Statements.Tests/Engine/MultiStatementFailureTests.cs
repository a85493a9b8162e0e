using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class MultiStatementFailureTests : MultiStatementFixture
{
    [Test]
    public async Task The_failure_of_one_ends_the_parent_names_it_and_the_rest_do_not_run()
    {
        var parent = await RunScriptAsync("a; fail; c; d", 4);

        var children = await ChildrenAsync(parent);
        parent.Status.Should().Be(StatementStatus.Failed);
        parent.Error!.Code.Should().Be("100132");
        parent.Error.SqlState.Should().Be("P0000");
        parent.Error.Message.Should().Contain("2 of 4").And.Contain($"{children[1].Handle}").And.Contain("Object 'T' does not exist.");
        children.Select(child => child.Status).Should().Equal(
            StatementStatus.Succeeded, StatementStatus.Failed, StatementStatus.Failed, StatementStatus.Failed);
        children.Select(child => child.Error?.Code).Should().Equal(null, "002003", "900011", "900011");
        children[2].StartedAt.Should().BeNull();
        (await RowsAsync(children[0])).Should().HaveCount(2);
    }

    [Test]
    public async Task The_failure_of_the_last_says_nothing_of_statements_after_it()
    {
        var parent = await RunScriptAsync("a; fail");

        parent.Error!.Message.Should().Contain("2 of 2").And.NotContain("after it");
    }

    [TestCase("a; b", 3, "000008", "2", "3")]
    [TestCase("a; b; c", 2, "000008", "3", "2")]
    [TestCase(";;", 0, "000900", "Empty", "SQL")]
    [TestCase("", 2, "000900", "Empty", "SQL")]
    public async Task Another_number_than_was_said_fails_and_runs_nothing(string sql, int count, string code, string found, string asked)
    {
        var parent = await RunScriptAsync(sql, count);

        parent.Status.Should().Be(StatementStatus.Failed);
        parent.Error!.Code.Should().Be(code);
        parent.Error.Message.Should().Contain(found).And.Contain(asked);
        (await ListedAsync()).Should().ContainSingle("there are no children");
    }

    [Test]
    public async Task A_negative_number_is_refused_at_once()
    {
        await FluentActions.Invoking(() => SubmitScriptAsync("a", -1)).Should().ThrowAsync<ArgumentOutOfRangeException>();

        (await ListedAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task An_executor_that_cannot_split_says_so()
    {
        await using var manager = new StatementManager(Store, Executor, Options, Clock);
        var parent = await manager.SubmitAsync(Session, new() { Sql = "a; b", StatementCount = 2 }, default);

        var final = await manager.WaitAsync(Session, parent.Handle, Forever, WaitTimeoutBehavior.ReturnCurrent, default).AsTask().WaitAsync(Safety);

        final.Status.Should().Be(StatementStatus.Failed);
        final.Error!.Code.Should().Be("000008");
        final.Children.Should().BeEmpty();
    }

    [Test]
    public async Task Sql_that_cannot_be_split_fails_with_the_executors_own_code()
    {
        Splitting.Opening = (_, _) => throw new StatementFailedException(new("001003", "42000", "syntax error"));

        (await RunScriptAsync("a; b")).Error!.Code.Should().Be("001003");
    }

    [Test]
    public async Task A_child_that_cannot_be_stored_fails_the_parent_and_nothing_runs()
    {
        Store.Fault = call => call is { Operation: StoreOperation.Add, Statement.Sql: "b" } ? FaultyStore.Outage(call) : null;

        var parent = await RunScriptAsync("a; b; c");

        parent.Error!.Code.Should().Be("900003");
        var listed = await ListedAsync();
        listed.Should().HaveCount(2).And.OnlyContain(statement => statement.Status == StatementStatus.Failed);
        listed.Should().OnlyContain(statement => statement.Handle == parent.Handle || statement.Error!.Code == "900011");
        (await SubmitFinishedAsync(OtherSession)).Status.Should().Be(StatementStatus.Succeeded, "the worker is free");
        (await Executor.BegunAsync()).Statement.SessionId.Should().Be(OtherSession, "no part has run");
    }

    [Test]
    public async Task A_child_whose_answer_was_lost_does_not_stay_live()
    {
        var lost = new TaskCompletionSource<StatementHandle>();
        Store.LostReply = call =>
        {
            if (call is not { Operation: StoreOperation.Add, Statement.Sql: "b" })
            {
                return null;
            }

            lost.TrySetResult(call.Handle!.Value);
            return FaultyStore.Outage(call);
        };

        await RunScriptAsync("a; b; c");

        (await Store.Inner.FindAsync(await lost.Task, default))!.Status.Should().Be(StatementStatus.Failed);
    }

    [Test]
    public async Task An_outage_after_the_children_are_added_ends_all_of_them_once_the_store_is_back()
    {
        Store.Fault = call => call.Operation == StoreOperation.Replace && call.Status != StatementStatus.Running ? FaultyStore.Outage(call)
            : call.Statement?.Children.Count > 0 ? FaultyStore.Outage(call) : null;

        var parent = await Manager.SubmitAsync(Session, new() { Sql = "a; b; c", StatementCount = 3 }, default);
        await Clock.TimerAsync(TimeSpan.FromMilliseconds(50));
        (await GetAsync(parent)).Status.Should().Be(StatementStatus.Running);
        Store.Fault = null;
        foreach (var statement in await ListedAsync())
        {
            while (!(await StoredAsync(statement))!.IsFinished)
            {
                Clock.Advance(TimeSpan.FromSeconds(5));
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            }
        }

        (await EndAsync(parent)).Error!.Code.Should().Be("900003");
        (await ListedAsync()).Should().HaveCount(4).And.OnlyContain(statement => statement.Error!.Code.StartsWith("9000", StringComparison.Ordinal));
    }
}
