namespace Mockhaus.Statements.Tests.Engine;

public sealed class MultiStatementRoomTests : MultiStatementFixture
{
    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Limits.MaxConcurrentStatements, options.Limits.MaxStatementsPerSession, options.Limits.MaxStatementsPerRequest) = (2, 4, 20);

    [Test]
    public async Task A_request_of_more_statements_than_the_session_keeps_runs_and_all_its_parts_are_there()
    {
        var before = await RunScriptAsync("one");

        var parent = await RunScriptAsync("a; b; c; d; e; f; g");

        parent.Status.Should().Be(StatementStatus.Succeeded);
        (await ChildrenAsync(parent)).Should().HaveCount(7).And.OnlyContain(child => child.Status == StatementStatus.Succeeded && child.Result != null);
        await FluentActions.Awaiting(() => GetAsync(before)).Should().ThrowAsync<StatementExpiredException>("it made room");
    }

    [Test]
    public async Task What_is_more_than_the_session_keeps_goes_with_the_next_submission_the_first_parts_first()
    {
        var run = Executor.Run!;
        Executor.Run = (execution, token) =>
        {
            Clock.Advance(TimeSpan.FromMilliseconds(1));
            return run(execution, token);
        };
        var parent = await RunScriptAsync("a; b; c; d; e");

        var next = await RunScriptAsync("f");

        (await ListedAsync()).Select(statement => statement.Handle)
            .Should().BeEquivalentTo([parent.Children[4], parent.Handle, next.Handle, next.Children[0]], "a statement finishes after its parts");
        await FluentActions.Awaiting(async () => await Manager.GetAsync(Session, parent.Children[3], default)).Should().ThrowAsync<StatementExpiredException>();
    }

    [Test]
    public async Task The_finished_parts_of_a_request_that_runs_do_not_make_room()
    {
        var parent = await SubmitHeldAsync("a; b; hold");

        await FluentActions.Awaiting(() => SubmitAsync()).Should().ThrowAsync<StatementLimitException>();

        LetGo();
        (await EndAsync(parent)).Status.Should().Be(StatementStatus.Succeeded);
        await SubmitAsync();
    }

    [Test]
    public async Task A_request_of_more_statements_than_a_request_may_hold_fails_and_names_the_limit()
    {
        var parent = await RunScriptAsync(string.Join(';', Enumerable.Repeat("a", 21)));

        parent.Error!.Code.Should().Be("900006");
        parent.Error.Message.Should().Contain("MaxStatementsPerRequest").And.Contain("20");
        (await ListedAsync()).Should().ContainSingle();
    }
}
