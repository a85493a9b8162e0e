namespace Mockhaus.Statements.Tests.Engine;

public sealed class MultiStatementTests : MultiStatementFixture
{
    [Test]
    public async Task Each_part_is_a_statement_of_its_own_with_its_own_result()
    {
        var parent = await RunScriptAsync("a; b; c", 3);

        parent.Status.Should().Be(StatementStatus.Succeeded);
        var children = await ChildrenAsync(parent);
        children.Select(child => child.Sql).Should().Equal("a", "b", "c");
        children.Select(child => child.Handle).Should().OnlyHaveUniqueItems().And.NotContain(parent.Handle);
        children.Should().OnlyContain(child => child.Parent == parent.Handle && child.Status == StatementStatus.Succeeded);
        children.Should().OnlyContain(child => child.QueryTag == "tag" && child.SessionId == Session && child.StatementCount == 1);
        foreach (var child in children)
        {
            (await RowsAsync(child)).Should().Equal("1", "2");
        }
    }

    [Test]
    public async Task The_parent_has_one_row_that_says_so() =>
        (await RowsAsync(await RunScriptAsync("a; b"))).Should().Equal("Multiple statements executed successfully.");

    [Test]
    public async Task The_children_are_named_while_it_runs()
    {
        var parent = await SubmitHeldAsync("a; hold; c");

        var running = await GetAsync(parent);
        running.Status.Should().Be(StatementStatus.Running);
        running.Children.Should().HaveCount(3);
        (await ChildrenAsync(parent)).Select(child => child.Status).Should()
            .Equal(StatementStatus.Succeeded, StatementStatus.Running, StatementStatus.Submitted);
        LetGo();
        (await EndAsync(parent)).Children.Should().Equal(running.Children);
    }

    [Test]
    public async Task The_parts_run_one_after_the_other_in_their_order()
    {
        await RunScriptAsync("a; b; c");

        foreach (var sql in new[] { "a", "b", "c" })
        {
            (await Executor.BegunAsync()).Statement.Sql.Should().Be(sql);
        }
    }

    [Test]
    public async Task A_child_can_be_waited_for_and_read_while_the_parent_runs()
    {
        var parent = await SubmitHeldAsync("a; hold; c");
        var children = await ChildrenAsync(parent);
        (await RowsAsync(children[0])).Should().HaveCount(2);
        var waiting = EndAsync(children[2]);
        waiting.IsCompleted.Should().BeFalse();

        LetGo();

        (await waiting).Status.Should().Be(StatementStatus.Succeeded);
        await EndAsync(parent);
    }

    [Test]
    public async Task The_progress_of_the_parent_says_which_part_runs()
    {
        var parent = await SubmitHeldAsync("a; hold; c; d");

        (await GetAsync(parent)).Progress.Should().Be(new StatementProgress(0, 0.25, "statement 2 of 4"));
        LetGo();
        (await EndAsync(parent)).Progress.Should().BeNull();
    }

    [Test]
    public async Task A_watcher_of_the_parent_sees_it_go_through()
    {
        var parent = await SubmitScriptAsync("a; hold; c");
        var states = new List<Statement>();
        await foreach (var state in Manager.WatchAsync(Session, parent.Handle, default))
        {
            states.Add(state);
            if (state.Progress?.Message == "statement 2 of 3")
            {
                LetGo();
            }
        }

        states.Should().Contain(state => state.Progress != null && state.Progress.Message == "statement 2 of 3");
        states.Select(state => state.Version).Should().BeInAscendingOrder();
        states[^1].Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_known_request_id_gives_the_parent_while_it_runs_and_afterwards()
    {
        var parent = await SubmitScriptAsync("a; hold", requestId: "r");
        await HeldAsync();
        (await SubmitScriptAsync("a; hold", requestId: "r")).Handle.Should().Be(parent.Handle);

        LetGo();
        await EndAsync(parent);

        (await SubmitScriptAsync("a; hold", requestId: "r")).Handle.Should().Be(parent.Handle);
        Splitting.Opened.Should().Be(1);
        var other = async () => await SubmitScriptAsync("a; hold", 2, "r");
        await other.Should().ThrowAsync<StatementConflictException>("another number of statements is another request");
    }

    [Test]
    public async Task Parent_and_children_are_listed()
    {
        var parent = await RunScriptAsync("a; b");

        (await ListedAsync()).Select(statement => statement.Handle).Should().BeEquivalentTo([parent.Handle, .. parent.Children]);
    }

    [Test]
    public async Task One_part_is_a_script_as_well_where_any_number_was_asked_for()
    {
        var parent = await RunScriptAsync("a;");

        parent.Status.Should().Be(StatementStatus.Succeeded);
        (await ChildrenAsync(parent)).Should().ContainSingle().Which.Sql.Should().Be("a");
    }

    [Test]
    public async Task A_request_of_one_is_not_split()
    {
        var final = await RunScriptAsync("a; b", 1);

        final.Children.Should().BeEmpty();
        Splitting.Opened.Should().Be(0);
    }

    [Test]
    public async Task A_child_that_is_released_leaves_the_others()
    {
        var parent = await RunScriptAsync("a; b");

        (await Manager.ReleaseAsync(Session, parent.Children[0], default)).Should().BeTrue();

        (await RowsAsync((await ChildrenAsync(parent))[1])).Should().HaveCount(2);
    }
}
