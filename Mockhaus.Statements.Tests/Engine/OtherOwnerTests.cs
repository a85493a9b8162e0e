using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

/// <summary>Two managers on one store: only the one that runs a statement can stop its work.</summary>
public sealed class OtherOwnerTests : ManagerFixture
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Disposed of with all managers of the fixture.</summary>
    private Func<StatementManager> _other = null!;

    [SetUp]
    public void CreateOther()
    {
        var other = CreateAnother();
        _other = () => other;
    }

    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    [Test]
    public async Task A_cancel_is_asked_for_and_kept_and_the_owner_heeds_it_within_a_second()
    {
        var statement = await SubmitRunningAsync();

        var outcome = await CancelAsync(statement);

        outcome.Status.Should().Be(CancelStatus.Cancelling);
        outcome.Statement!.Status.Should().Be(StatementStatus.Running);
        (await StoredAsync(statement))!.CancelRequestedAt.Should().Be(Samples.Start);
        Clock.Advance(Second);
        await Executor.Stopped;
        var final = await EndAsync(statement);
        final.Status.Should().Be(StatementStatus.Cancelled);
        final.CancelRequestedAt.Should().Be(Samples.Start);
        final.CompletedAt.Should().Be(Samples.Start + Second);
    }

    [Test]
    public async Task A_queued_statement_is_cancelled_within_a_second_and_never_runs()
    {
        await SubmitRunningAsync();
        var queued = await SubmitAsync("queued");

        (await CancelAsync(queued)).Status.Should().Be(CancelStatus.Cancelling);
        Clock.Advance(Second);

        (await EndAsync(queued)).Status.Should().Be(StatementStatus.Cancelled);
        Executor.Release();
        (await EndAsync(await SubmitAsync("last"))).Status.Should().Be(StatementStatus.Succeeded);
        (await Executor.BegunAsync()).Statement.Sql.Should().Be("last");
    }

    [Test]
    public async Task A_queued_statement_whose_turn_comes_before_the_owner_looks_does_not_run()
    {
        await SubmitRunningAsync();
        var queued = await SubmitAsync("queued");
        await CancelAsync(queued);

        Executor.Release();

        var final = await EndAsync(queued);
        final.Status.Should().Be(StatementStatus.Cancelled);
        final.StartedAt.Should().BeNull();
        final.CancelRequestedAt.Should().Be(Samples.Start);
    }

    [Test]
    public async Task A_second_cancel_gets_the_same_answer_and_the_first_time_counts()
    {
        var statement = await SubmitRunningAsync();
        await CancelAsync(statement);
        Clock.Advance(TimeSpan.FromMilliseconds(500));

        var again = await CancelAsync(statement);

        again.Status.Should().Be(CancelStatus.Cancelling);
        again.Statement!.CancelRequestedAt.Should().Be(Samples.Start);
    }

    [Test]
    public async Task An_owner_that_finishes_first_wins()
    {
        var statement = await SubmitRunningAsync();
        await CancelAsync(statement);
        Executor.Release();

        (await EndAsync(statement)).Status.Should().Be(StatementStatus.Succeeded);

        var again = await CancelAsync(statement);
        again.Status.Should().Be(CancelStatus.AlreadyFinished);
        again.Statement!.Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task An_owner_that_cancels_itself_after_being_asked_says_so()
    {
        var statement = await SubmitRunningAsync();
        await CancelAsync(statement);

        var own = await Manager.CancelAsync(Session, statement.Handle, default);

        own.Status.Should().Be(CancelStatus.Cancelled);
        own.Statement!.CancelRequestedAt.Should().Be(Samples.Start);
    }

    [Test]
    public async Task A_session_that_another_manager_has_ended_stops_the_work_within_a_second()
    {
        var statement = await SubmitRunningAsync();
        var waiting = EndAsync(statement);

        (await _other().EndSessionAsync(Session, default)).Should().Be(1);
        Clock.Advance(Second);

        await Executor.Stopped;
        await waiting.Invoking(it => it).Should().ThrowAsync<StatementNotFoundException>();
        (await StoredAsync(statement)).Should().BeNull();
    }

    [Test]
    public async Task A_session_that_another_manager_has_ended_takes_what_is_queued_with_it()
    {
        await Manager.SubmitAsync(OtherSession, new() { Sql = "holding" }, default);
        await Executor.BegunAsync();
        var queued = await SubmitAsync("queued");
        var waiting = EndAsync(queued);

        await _other().EndSessionAsync(Session, default);
        Clock.Advance(Second);
        await waiting.Invoking(it => it).Should().ThrowAsync<StatementNotFoundException>();

        Executor.Release();
        (await EndAsync(await SubmitAsync("last"))).Status.Should().Be(StatementStatus.Succeeded);
        (await Executor.BegunAsync()).Statement.Sql.Should().Be("last");
    }

    [Test]
    public async Task A_store_that_does_not_answer_once_is_asked_again_a_second_later()
    {
        var statement = await SubmitRunningAsync();
        await CancelAsync(statement);
        var asked = new TaskCompletionSource();
        Store.Fault = call =>
        {
            asked.TrySetResult();
            return FaultyStore.Outage(call);
        };
        await Clock.TimerAsync(Second);
        await Clock.TimerAsync(Second);
        Clock.Advance(Second);
        await asked.Task.WaitAsync(Safety);

        // Both managers look each second; the one that counts may be the second to wait again.
        await Clock.TimerAsync(Second);
        await Clock.TimerAsync(Second);

        Store.Fault = null;
        Clock.Advance(Second);

        (await EndAsync(statement)).Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task A_cancel_asked_for_while_the_store_refuses_the_owners_end_does_not_replace_that_end()
    {
        var firstRetry = TimeSpan.FromMilliseconds(50);
        Executor.IgnoresToken = true;
        var statement = await Manager.SubmitAsync(Session, new() { Sql = "slow", Timeout = Second / 2 }, default);
        await Executor.BegunAsync();
        Store.Fault = call => call.Status == StatementStatus.Failed ? FaultyStore.Outage(call) : null;
        Clock.Advance(Second / 2);
        await Clock.TimerAsync(firstRetry);
        (await CancelAsync(statement)).Status.Should().Be(CancelStatus.Cancelling);

        Store.Forget();
        Clock.Advance(Second / 2);
        await Store.NextAsync(call => call.Operation == StoreOperation.Find && call.Handle == statement.Handle);
        await Clock.TimerAsync(firstRetry * 2);
        Store.Fault = null;
        Clock.Advance(firstRetry * 2);

        (await EndAsync(statement)).Error!.Code.Should().Be("000630", "it had reached its timeout before the cancel was asked for");
        (await StoredAsync(statement))!.Error!.Code.Should().Be("000630");
    }

    private async Task<CancelResult> CancelAsync(Statement statement) => await _other().CancelAsync(Session, statement.Handle, default);
}
