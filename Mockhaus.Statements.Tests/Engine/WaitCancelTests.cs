using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class WaitCancelTests : ManagerFixture
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    [Test]
    public async Task At_the_limit_the_statement_is_cancelled_and_comes_back_so()
    {
        var statement = await SubmitRunningAsync();
        var waiting = WaitAsync(Manager, statement, Limit);
        await Clock.TimerAsync(Limit);

        Clock.Advance(Limit - TimeSpan.FromTicks(1));
        (await GetAsync(statement)).Status.Should().Be(StatementStatus.Running);
        Clock.Advance(TimeSpan.FromTicks(1));

        var final = await waiting;
        final.Status.Should().Be(StatementStatus.Cancelled);
        final.CancelRequestedAt.Should().Be(Samples.Start + Limit);
        (await StoredAsync(statement)).Should().Be(final);
        await Executor.Stopped;
    }

    [Test]
    public async Task A_limit_of_nothing_cancels_at_once()
    {
        var statement = await SubmitRunningAsync();

        (await WaitAsync(Manager, statement, TimeSpan.Zero)).Status.Should().Be(StatementStatus.Cancelled);

        await Executor.Stopped;
    }

    [Test]
    public async Task A_queued_statement_is_cancelled_at_the_limit_and_never_runs()
    {
        await SubmitRunningAsync();
        var queued = await SubmitAsync("queued");

        (await WaitAsync(Manager, queued, TimeSpan.Zero)).StartedAt.Should().BeNull();

        (await StoredAsync(queued))!.Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task A_statement_that_ends_right_before_the_limit_stays_as_it_ended()
    {
        var statement = await SubmitRunningAsync();
        var waiting = WaitAsync(Manager, statement, Limit);
        await Clock.TimerAsync(Limit);

        Executor.Release();
        (await waiting).Status.Should().Be(StatementStatus.Succeeded);
        Clock.Advance(Limit);

        (await StoredAsync(statement))!.Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_statement_that_has_ended_is_not_cancelled_by_a_limit_of_nothing()
    {
        var final = await SubmitFinishedAsync();

        (await WaitAsync(Manager, final, TimeSpan.Zero)).Should().Be(final);
    }

    [Test]
    public async Task A_waiter_that_gives_up_before_the_limit_cancels_nothing()
    {
        var statement = await SubmitRunningAsync();
        using var source = new CancellationTokenSource();
        var waiting = Manager.WaitAsync(Session, statement.Handle, Limit, WaitTimeoutBehavior.Cancel, source.Token).AsTask();

        await source.CancelAsync();

        await waiting.Invoking(wait => wait.WaitAsync(Safety)).Should().ThrowAsync<OperationCanceledException>();
        (await GetAsync(statement)).Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task Another_session_finds_nothing_and_cancels_nothing()
    {
        var statement = await SubmitRunningAsync();

        var wait = async () => await Manager.WaitAsync(OtherSession, statement.Handle, TimeSpan.Zero, WaitTimeoutBehavior.Cancel, default);

        await wait.Should().ThrowAsync<StatementNotFoundException>();
        (await GetAsync(statement)).CancelRequestedAt.Should().BeNull();
    }

    [Test]
    public async Task Another_managers_statement_comes_back_as_being_cancelled()
    {
        var statement = await SubmitRunningAsync();

        var asked = await WaitAsync(CreateAnother(), statement, TimeSpan.Zero);

        asked.Status.Should().Be(StatementStatus.Running);
        asked.CancelRequestedAt.Should().Be(Samples.Start);
    }

    private static Task<Statement> WaitAsync(StatementManager manager, Statement statement, TimeSpan limit) =>
        manager.WaitAsync(Session, statement.Handle, limit, WaitTimeoutBehavior.Cancel, default).AsTask().WaitAsync(Safety);
}
