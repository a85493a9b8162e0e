using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class CancelTests : ManagerFixture
{
    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    [Test]
    public async Task A_running_statement_is_cancelled_and_its_work_is_told_to_stop()
    {
        var statement = await SubmitRunningAsync();
        Clock.Advance(TimeSpan.FromSeconds(2));

        var outcome = await CancelAsync(statement);

        outcome.Status.Should().Be(CancelStatus.Cancelled);
        var stored = await StoredAsync(statement);
        stored.Should().Be(outcome.Statement);
        stored!.Status.Should().Be(StatementStatus.Cancelled);
        stored.CancelRequestedAt.Should().Be(Clock.GetUtcNow());
        stored.CompletedAt.Should().Be(Clock.GetUtcNow());
        stored.Error!.Code.Should().Be("000604");
        await Executor.Stopped;
    }

    [Test]
    public async Task A_queued_statement_is_cancelled_and_never_runs()
    {
        await SubmitRunningAsync("first");
        var queued = await SubmitAsync("queued");

        (await CancelAsync(queued)).Status.Should().Be(CancelStatus.Cancelled);

        Executor.Release();
        var last = await SubmitAsync("last");
        (await EndAsync(last)).Status.Should().Be(StatementStatus.Succeeded);
        (await Executor.BegunAsync()).Statement.Sql.Should().Be("last", "the cancelled one stood before it");
        (await StoredAsync(queued))!.StartedAt.Should().BeNull();
    }

    [Test]
    public async Task A_finished_statement_says_as_what()
    {
        var statement = await SubmitFinishedAsync();

        var outcome = await CancelAsync(statement);

        outcome.Status.Should().Be(CancelStatus.AlreadyFinished);
        outcome.Statement!.Status.Should().Be(StatementStatus.Succeeded);
        (await StoredAsync(statement))!.Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_second_cancel_finds_it_cancelled()
    {
        var statement = await SubmitRunningAsync();
        await CancelAsync(statement);

        var outcome = await CancelAsync(statement);

        outcome.Status.Should().Be(CancelStatus.AlreadyFinished);
        outcome.Statement!.Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task An_unknown_statement_is_not_found() =>
        (await Manager.CancelAsync(Session, StatementHandle.New(Clock), default)).Should().Be(new CancelResult(CancelStatus.NotFound, null));

    [Test]
    public async Task An_expired_statement_says_so()
    {
        var statement = await SubmitFinishedAsync();
        Clock.Advance(statement.TimeToLive);

        var cancel = async () => await CancelAsync(statement);

        await cancel.Should().ThrowAsync<StatementExpiredException>();
    }

    [Test]
    public async Task An_executor_that_ignores_its_token_holds_up_no_answer_and_its_late_result_is_refused()
    {
        Executor.IgnoresToken = true;
        Executor.Run = WriteRowsAsync;
        var statement = await SubmitRunningAsync();
        var waiting = EndAsync(statement);

        (await CancelAsync(statement)).Status.Should().Be(CancelStatus.Cancelled);
        (await waiting).Status.Should().Be(StatementStatus.Cancelled);
        Executor.Release();
        (await EndAsync(await SubmitAsync("next"))).Status.Should().Be(StatementStatus.Succeeded, "the worker is free again");

        (await StoredAsync(statement))!.Status.Should().Be(StatementStatus.Cancelled);
        (await Store.Inner.ReadBatchAsync(statement.Handle, 0, default)).Should().BeNull();
    }

    [Test]
    public async Task Of_a_cancel_and_a_success_at_once_one_wins_and_the_other_is_told()
    {
        Create(options => options.Limits.MaxConcurrentStatements = 4);
        Executor.Release();
        for (var round = 0; round < 300; round++)
        {
            var statement = await SubmitAsync();
            var outcome = await CancelAsync(statement);
            var final = await EndAsync(statement);

            final.Status.Should().Be(outcome.Statement!.Status);
            final.Status.Should().Be(
                outcome.Status == CancelStatus.Cancelled ? StatementStatus.Cancelled : StatementStatus.Succeeded);
        }
    }

    private async Task<CancelResult> CancelAsync(Statement statement) => await Manager.CancelAsync(Session, statement.Handle, default);
}
