using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Servers;

/// <summary>A server whose lease has run out: the others end what it has left, at once, and it loses against them when it comes back.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class LostOwnerTests(bool hasNear) : ServersFixture(hasNear)
{
    private NotedLog _log = null!;

    protected override ILogger<StatementManager>? Logger => _log;

    protected override void Configure(MockhausStatementsOptions options)
    {
        _log = new();
        options.Limits.MaxConcurrentStatements = 1;
    }

    [Test]
    public async Task What_it_ran_and_queued_is_ended_without_anybody_asking_and_without_the_clock()
    {
        var (running, queued) = (await First.SubmitRunningAsync(), await First.SubmitAsync());

        Farm.LoseLease(running.Owner!);

        foreach (var statement in new[] { running, queued })
        {
            await UntilAsync(async () => (await StoredAsync(statement))!.IsFinished, "the other server has ended it");
            (await StoredAsync(statement))!.Error!.Code.Should().Be("900009");
        }
    }

    [Test]
    public async Task What_a_live_server_runs_is_left_alone()
    {
        var third = CreateAnother();
        var (lost, alive) = (await First.SubmitRunningAsync(), await third.SubmitRunningAsync());

        Farm.LoseLease(lost.Owner!);
        await UntilAsync(async () => (await StoredAsync(lost))!.IsFinished, "the lost one has ended");
        Farm.FindLost(lost.Owner!);

        (await Second.GetAsync(alive)).Status.Should().Be(StatementStatus.Running);
        third.Executor.Release();
        (await third.EndAsync(alive)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task One_that_was_only_slow_is_refused_its_completion_and_its_waiters_are_told_of_the_end_that_stands()
    {
        First.Executor.IgnoresToken = true;
        Farm.Hints = HintFate.Lost;
        var statement = await First.SubmitRunningAsync();
        var waiting = First.EndAsync(statement);
        Farm.LoseLease(statement.Owner!);
        await UntilAsync(async () => (await StoredAsync(statement))!.IsFinished, "the other server has ended it");
        Farm.ReturnLease(statement.Owner!);
        waiting.IsCompleted.Should().BeFalse("it does not know yet");

        First.Executor.Release();

        (await waiting).Error!.Code.Should().Be("900009");
        (await First.GetAsync(statement)).Error!.Code.Should().Be("900009");
    }

    [Test]
    public async Task Its_executor_is_stopped_within_a_second_also_when_every_hint_is_lost()
    {
        Farm.Hints = HintFate.Lost;
        var statement = await First.SubmitRunningAsync();
        var waiting = First.EndAsync(statement);
        Farm.LoseLease(statement.Owner!);
        await UntilAsync(async () => (await StoredAsync(statement))!.IsFinished, "the other server has ended it");
        Farm.ReturnLease(statement.Owner!);

        Clock.Advance(TimeSpan.FromSeconds(1));

        await First.Executor.Stopped;
        (await waiting).Error!.Code.Should().Be("900009");
    }

    [Test]
    public async Task One_that_was_only_slow_goes_on_with_what_nobody_has_ended()
    {
        var third = CreateAnother();
        var (statement, other) = (await First.SubmitRunningAsync(), await third.SubmitRunningAsync());
        Second.Store.Link.Fault = FaultyStore.Outage;
        Farm.LoseLease(statement.Owner!, isFound: false);

        // It finds another one dead itself meanwhile, which makes it look through all statements, its own among them.
        Farm.LoseLease(other.Owner!);
        await UntilAsync(async () => (await StoredAsync(other))!.IsFinished, "it has ended what the other had left");
        (await First.GetAsync(statement)).Status.Should().Be(StatementStatus.Running);

        First.Executor.Release();
        (await First.EndAsync(statement)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task Passes_are_never_two_at_once_and_one_asked_for_meanwhile_runs_afterwards()
    {
        var (first, third) = (await First.SubmitRunningAsync(), CreateAnother());
        var later = await third.SubmitRunningAsync();
        (First.Store.Link.Fault, third.Store.Link.Fault) = (FaultyStore.Outage, FaultyStore.Outage);
        using var gate = new SemaphoreSlim(0);
        var (inside, most) = (0, 0);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Second.Store.Link.Fault = call =>
        {
            if (call.Operation == StoreOperation.List)
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                begun.TrySetResult();
                gate.Wait(Safety);
                Interlocked.Decrement(ref inside);
            }

            return null;
        };

        Farm.LoseLease(first.Owner!);
        await begun.Task.WaitAsync(Safety);
        for (var i = 0; i < 100; i++)
        {
            Farm.FindLost(first.Owner!);
        }

        Farm.LoseLease(later.Owner!);
        gate.Release(1000);
        await UntilAsync(async () => (await StoredAsync(later))!.IsFinished, "it has found the one that was lost meanwhile");

        most.Should().Be(1);
        gate.CurrentCount.Should().Be(996, "of two passes each lists twice, and a hundred requests are not a hundred passes");
    }

    [Test]
    public async Task A_pass_that_fails_is_logged_and_the_next_one_ends_what_is_left()
    {
        var statement = await First.SubmitRunningAsync();
        Second.Store.Link.Fault = FaultyStore.Outage;
        Farm.LoseLease(statement.Owner!);
        await _log.NextAsync("LostNotEnded");
        (await StoredAsync(statement))!.IsFinished.Should().BeFalse("the store could not be told");

        Second.Store.Link.Fault = null;
        Farm.FindLost(statement.Owner!);

        await UntilAsync(async () => (await StoredAsync(statement))!.IsFinished, "the other server has ended it");
    }

    [Test]
    public async Task After_its_dispose_a_manager_ends_nothing_any_more()
    {
        await Second.Manager.DisposeAsync();
        var statement = await First.SubmitRunningAsync();
        Farm.LoseLease(statement.Owner!);
        Second.Store.Link.Forget();

        Second.Store.Lost!();

        Second.Store.Link.Calls.Should().BeEmpty();
        (await StoredAsync(statement))!.IsFinished.Should().BeFalse();
    }

    [Test]
    public async Task Its_dispose_waits_for_a_pass_that_is_under_way()
    {
        var statement = await First.SubmitRunningAsync();
        using var gate = new SemaphoreSlim(0);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Second.Store.Link.Fault = call =>
        {
            begun.TrySetResult();
            gate.Wait(Safety);
            return null;
        };
        Farm.LoseLease(statement.Owner!);
        await begun.Task.WaitAsync(Safety);

        var disposing = Task.Run(async () => await Second.Manager.DisposeAsync());
        await Task.Yield();
        disposing.IsCompleted.Should().BeFalse();
        gate.Release(1000);
        await disposing.WaitAsync(Safety);

        Second.Store.Link.Forget();
        Second.Store.Lost!();
        Second.Store.Link.Calls.Should().BeEmpty();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_lease_that_cannot_be_given_back_does_not_hold_up_the_dispose(bool hangs)
    {
        Create(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        var never = new TaskCompletionSource();
        First.Store.Leaving = () => hangs ? never.Task : throw FaultyStore.Outage(new(StoreOperation.None));

        await First.Manager.DisposeAsync().AsTask().WaitAsync(Safety);

        _log.Lines.Should().ContainSingle(line => line.StartsWith("15 LeaseNotReturned", StringComparison.Ordinal));
        never.SetResult();
    }
}
