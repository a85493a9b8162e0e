using Mockhaus.Statements.Conformance;

namespace Mockhaus.Statements.Tests.Engine;

/// <summary>Scripts that somebody ends.</summary>
public sealed class MultiStatementEndTests : MultiStatementFixture
{
    [Test]
    public async Task A_cancel_of_the_parent_stops_the_part_that_runs_and_cancels_the_rest()
    {
        var parent = await SubmitHeldAsync("a; hold; c; d");

        (await CancelAsync(parent)).Status.Should().Be(CancelStatus.Cancelled);

        await Executor.Stopped;
        (await EndAllAsync(parent)).Select(child => child.Status).Should().Equal(
            StatementStatus.Succeeded, StatementStatus.Cancelled, StatementStatus.Cancelled, StatementStatus.Cancelled);
        (await StoredAsync(parent))!.Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task Once_a_cancel_is_answered_no_part_is_live()
    {
        var parent = await SubmitHeldAsync("a; hold; c; d");

        await CancelAsync(parent);

        (await ChildrenAsync(parent)).Should().OnlyContain(child => child.IsFinished);
    }

    [Test]
    public async Task A_part_that_ignores_its_token_holds_up_the_end_of_none_of_the_others()
    {
        Executor.IgnoresToken = true;
        var parent = await SubmitHeldAsync("a; hold; c; d");

        await CancelAsync(parent);

        (await EndAllAsync(parent)).Skip(1).Should().OnlyContain(child => child.Status == StatementStatus.Cancelled);
        LetGo();
        await SettleAsync();
        (await ChildrenAsync(parent)).Skip(1).Should().OnlyContain(child => child.Status == StatementStatus.Cancelled);
    }

    [Test]
    public async Task A_cancel_of_the_part_that_runs_fails_the_parent()
    {
        var parent = await SubmitHeldAsync("a; hold; c");
        var children = await ChildrenAsync(parent);

        (await CancelAsync(children[1])).Status.Should().Be(CancelStatus.Cancelled);

        var final = await EndAsync(parent);
        final.Error!.Code.Should().Be("100132");
        final.Error.Message.Should().Contain($"{children[1].Handle}").And.Contain("Cancelled");
        (await ChildrenAsync(parent))[2].Error!.Code.Should().Be("900011");
    }

    [Test]
    public async Task A_part_that_is_cancelled_before_its_turn_is_not_run_and_fails_the_parent()
    {
        var parent = await SubmitHeldAsync("a; hold; c; d");
        var children = await ChildrenAsync(parent);
        (await CancelAsync(children[2])).Status.Should().Be(CancelStatus.Cancelled);

        LetGo();

        (await EndAsync(parent)).Error!.Message.Should().Contain("3 of 4").And.Contain($"{children[2].Handle}");
        (await ChildrenAsync(parent)).Select(child => child.Error?.Code).Should().Equal(null, null, "000604", "900011");
    }

    [Test]
    public async Task A_part_that_was_cancelled_and_never_reached_stays_cancelled()
    {
        var parent = await SubmitHeldAsync("a; hold; c");
        await CancelAsync((await ChildrenAsync(parent))[2]);

        await CancelAsync(parent);

        (await EndAllAsync(parent))[2].Status.Should().Be(StatementStatus.Cancelled);
        await SettleAsync();
        Store.Forget();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAny(Store.NextAsync(_ => true), Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System));
        Store.Calls.Should().BeEmpty("the manager asks each second for what it has, and it has nothing any more");
    }

    [Test]
    public async Task The_timeout_of_the_parent_ends_all_that_has_not_ended()
    {
        var parent = await SubmitHeldAsync("a; hold; c", TimeSpan.FromSeconds(5));

        Clock.Advance(TimeSpan.FromSeconds(5));

        (await EndAsync(parent)).Error!.Code.Should().Be("000630");
        (await EndAllAsync(parent)).Select(child => child.Error?.Code).Should().Equal(null, "000630", "000630");
        await Executor.Stopped;
    }

    [Test]
    public async Task A_shutdown_ends_parent_and_parts_with_its_code()
    {
        var parent = await SubmitHeldAsync("a; hold; c");

        await Manager.DisposeAsync();

        (await StoredAsync(parent))!.Error!.Code.Should().Be("900004");
        (await ChildrenAsync(parent)).Select(child => child.Error?.Code).Should().Equal(null, "900004", "900004");
    }

    [Test]
    public async Task The_end_of_the_session_removes_parent_and_parts()
    {
        await SubmitHeldAsync("a; hold; c");

        (await Manager.EndSessionAsync(Session, default)).Should().Be(4);

        await Executor.Stopped;
        await SettleAsync();
        (await ListedAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_session_that_ends_while_the_sql_is_split_gets_no_parts_afterwards()
    {
        var (opening, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        Splitting.Opening = async (_, _) =>
        {
            opening.SetResult();
            await go.Task;
        };
        await SubmitScriptAsync("a; b");
        await opening.Task.WaitAsync(Safety);
        await Manager.EndSessionAsync(Session, default);

        go.SetResult();
        await SettleAsync();

        (await ListedAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_cancel_by_another_manager_ends_parent_and_parts_within_a_second()
    {
        var parent = await SubmitHeldAsync("a; hold; c");
        await CreateAnother().CancelAsync(Session, parent.Handle, default);

        Clock.Advance(TimeSpan.FromSeconds(1));

        (await EndAsync(parent)).Status.Should().Be(StatementStatus.Cancelled);
        (await EndAllAsync(parent)).Select(child => child.Status).Should()
            .Equal(StatementStatus.Succeeded, StatementStatus.Cancelled, StatementStatus.Cancelled);
    }

    [Test]
    public async Task Cancelled_at_any_moment_nothing_stays_live()
    {
        CreateSplitting(options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxStatementsPerSession) = (4, 10_000));
        for (var round = 0; round < 200; round++)
        {
            var parent = await SubmitScriptAsync("a; b; c; d");
            await Race.RunAsync(async () => await CancelAsync(parent), async () => await EndAsync(parent));
        }

        await Manager.DisposeAsync();
        await foreach (var statement in Store.Inner.ListAsync(new(), default))
        {
            statement.IsFinished.Should().BeTrue();
            statement.Error?.Code.Should().BeOneOf("000604", "900004");
        }
    }

    private async Task<CancelResult> CancelAsync(Statement statement) => await Manager.CancelAsync(Session, statement.Handle, default);

    private async Task<List<Statement>> EndAllAsync(Statement parent)
    {
        foreach (var child in await ChildrenAsync(parent))
        {
            await EndAsync(child);
        }

        return await ChildrenAsync(parent);
    }
}
