namespace Mockhaus.Statements.Tests.Engine;

public sealed class MultiStatementLimitTests : MultiStatementFixture
{
    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Limits.SessionLimit, options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements, options.Limits.MaxStatementsPerSession) =
            (SessionLimit.Refuse, 1, 1, 4);

    [Test]
    public async Task Parent_and_children_count_for_the_session()
    {
        await RunScriptAsync("a; b; c");

        var submit = async () => await SubmitAsync();

        (await submit.Should().ThrowAsync<StatementLimitException>()).Which.LimitName.Should().Be("MaxStatementsPerSession");
    }

    [TestCase("a; b; c; d")]
    [TestCase("a; b; c; d; e; f")]
    public async Task A_script_that_does_not_fit_fails_and_says_so_and_leaves_nothing_live(string sql)
    {
        var parent = await RunScriptAsync(sql);

        parent.Error!.Code.Should().Be("900006");
        parent.Error.Message.Should().Contain("MaxStatementsPerSession").And.Contain("4");
        (await ListedAsync()).Should().OnlyContain(statement => statement.IsFinished && (statement.StartedAt == null || statement.Handle == parent.Handle));
        await SettleAsync();
    }

    [Test]
    public async Task A_script_takes_one_place_among_those_that_run_and_its_parts_none_in_the_queue()
    {
        var parent = await SubmitHeldAsync("hold; b; c");

        await SubmitAsync(sessionId: OtherSession);
        var third = async () => await SubmitAsync(sessionId: OtherSession);
        await third.Should().ThrowAsync<StatementLimitException>();
        LetGo();
        (await EndAsync(parent)).Status.Should().Be(StatementStatus.Succeeded);
    }
}
