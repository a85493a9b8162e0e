using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Servers;

/// <summary>What another server does to a statement that runs here, or is waited for here, is known at once: the clock stands still.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class HintTests(bool hasNear) : ServersFixture(hasNear)
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan MostPause = TimeSpan.FromMilliseconds(120);

    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    [Test]
    public async Task A_cancel_asked_for_on_another_server_stops_the_work()
    {
        var statement = await First.SubmitRunningAsync();
        var waiting = First.EndAsync(statement);

        (await Second.CancelAsync(statement)).Status.Should().Be(CancelStatus.Cancelling);

        await First.Executor.Stopped;
        (await waiting).Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task A_cancel_asked_for_on_another_server_takes_it_out_of_the_queue()
    {
        await First.SubmitRunningAsync();
        var queued = await First.SubmitAsync("queued");
        var waiting = First.EndAsync(queued);

        await Second.CancelAsync(queued);

        (await waiting).Status.Should().Be(StatementStatus.Cancelled);
        (await StoredAsync(queued))!.StartedAt.Should().BeNull();
    }

    [Test]
    public async Task A_session_that_another_server_has_ended_stops_the_work()
    {
        var statement = await First.SubmitRunningAsync();
        var waiting = First.EndAsync(statement);

        (await Second.Manager.EndSessionAsync(Session, default)).Should().Be(1);

        await First.Executor.Stopped;
        try
        {
            (await waiting).Status.Should().Be(StatementStatus.Cancelled);
        }
        catch (StatementNotFoundException)
        {
            // It was removed before this server has looked.
        }

        (await StoredAsync(statement)).Should().BeNull();
    }

    [Test]
    public async Task A_server_that_was_only_slow_is_stopped_when_others_have_ended_its_statement()
    {
        var statement = await First.SubmitRunningAsync();
        var waiting = First.EndAsync(statement);

        Farm.LoseLease(statement.Owner!);

        await First.Executor.Stopped;
        (await waiting).Error!.Code.Should().Be("900009");
    }

    [Test]
    public async Task A_waiter_on_another_server_wakes_at_the_end()
    {
        var statement = await First.SubmitRunningAsync();
        var waiting = Second.EndAsync(statement);
        await PausedAsync();

        First.Executor.Release();

        (await waiting).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_watcher_on_another_server_sees_the_cancel_that_is_asked_for_and_the_end()
    {
        First.Executor.IgnoresToken = true;
        var statement = await First.SubmitRunningAsync();
        await using var watching = Second.Manager.WatchAsync(Session, statement.Handle, default).GetAsyncEnumerator();
        await watching.MoveNextAsync();
        watching.Current.Status.Should().Be(StatementStatus.Running);
        var next = watching.MoveNextAsync().AsTask();
        await PausedAsync();

        await CreateAnother().CancelAsync(statement);

        (await next.WaitAsync(Safety)).Should().BeTrue();
        watching.Current.CancelRequestedAt.Should().NotBeNull();
        while (!watching.Current.IsFinished)
        {
            (await watching.MoveNextAsync().AsTask().WaitAsync(Safety)).Should().BeTrue();
        }

        watching.Current.Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task A_hint_that_comes_while_a_waiter_asks_makes_it_ask_again()
    {
        Farm.Hints = HintFate.Kept;
        var statement = await First.SubmitRunningAsync();
        var waiting = Second.EndAsync(statement);
        await PausedAsync();
        using var gate = new SemaphoreSlim(0);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Second.Store.Link.LostReply = _ =>
        {
            asked.TrySetResult();
            gate.Wait(Safety);
            return null;
        };
        Farm.Hint(Second.Store, statement.Handle);
        await asked.Task.WaitAsync(Safety);

        // It has the answer of before, and does not know yet.
        First.Executor.Release();
        await First.EndAsync(statement);
        Farm.DeliverKept();
        gate.Release(1000);

        (await waiting).Status.Should().Be(StatementStatus.Succeeded);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task One_that_ends_between_a_waiters_first_look_and_its_wait_is_not_missed(bool isWatched)
    {
        var statement = await First.SubmitRunningAsync();
        var looks = 0;
        Second.Store.Link.LostReply = _ =>
        {
            if (++looks == 1)
            {
                First.CancelAsync(statement).GetAwaiter().GetResult().Status.Should().Be(CancelStatus.Cancelled);
            }

            return null;
        };

        var final = isWatched
            ? await Second.Manager.WatchAsync(Session, statement.Handle, default).LastAsync().AsTask().WaitAsync(Safety)
            : await Second.EndAsync(statement);

        final.Status.Should().Be(StatementStatus.Cancelled);
        looks.Should().Be(2);
    }

    [Test]
    public async Task Where_every_hint_is_lost_a_waiter_asks_all_the_same()
    {
        Farm.Hints = HintFate.Lost;
        var statement = await First.SubmitRunningAsync();
        var waiting = Second.EndAsync(statement);
        await PausedAsync();
        First.Executor.Release();
        await First.EndAsync(statement);

        Clock.Advance(MostPause);

        (await waiting).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task Where_every_hint_is_lost_a_cancel_arrives_within_a_second()
    {
        Farm.Hints = HintFate.Lost;
        var statement = await First.SubmitRunningAsync();
        await Second.CancelAsync(statement);

        Clock.Advance(TimeSpan.FromSeconds(1));

        await First.Executor.Stopped;
        (await First.EndAsync(statement)).Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task Late_and_twice_is_as_good_as_once()
    {
        Farm.Hints = HintFate.Kept;
        var statement = await First.SubmitRunningAsync();
        await Second.CancelAsync(statement);
        Farm.DeliverKept();
        Farm.Hint(First.Store, statement.Handle);
        await First.Executor.Stopped;
        var final = await First.EndAsync(statement);

        Farm.Hint(First.Store, statement.Handle);
        Farm.Hint(Second.Store, statement.Handle);

        (await First.GetAsync(statement)).Should().Be(final);
    }

    [Test]
    public async Task When_any_hint_may_be_lost_all_that_run_and_all_that_are_waited_for_are_asked_for()
    {
        Create(options => options.Limits.MaxConcurrentStatements = 2);
        Farm.Hints = HintFate.Lost;
        var (ours, theirs) = (await First.SubmitRunningAsync(), await Second.SubmitRunningAsync());
        var (waiting, elsewhere) = (First.EndAsync(ours), First.EndAsync(theirs));
        await PausedAsync();
        await Second.CancelAsync(ours);
        Second.Executor.Release();
        await Second.EndAsync(theirs);

        Farm.Hint(First.Store, null);

        (await waiting).Status.Should().Be(StatementStatus.Cancelled);
        (await elsewhere).Status.Should().Be(StatementStatus.Succeeded);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_flood_of_hints_asks_the_store_once_at_a_time_and_once_more(bool isForAll)
    {
        var statement = await First.SubmitRunningAsync();
        using var gate = new SemaphoreSlim(0);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        First.Store.Link.Forget();
        First.Store.Link.Fault = _ =>
        {
            asked.TrySetResult();
            gate.Wait(Safety);
            return null;
        };
        var handle = isForAll ? (StatementHandle?)null : statement.Handle;
        Farm.Hint(First.Store, handle);
        await asked.Task.WaitAsync(Safety);

        for (var i = 0; i < 10_000; i++)
        {
            Farm.Hint(First.Store, handle);
        }

        First.Store.Link.Calls.Should().ContainSingle("the others wait for it");
        gate.Release(1000);
        await UntilAsync(() => Task.FromResult(First.Store.Link.Calls.Count == 2), "what came meanwhile is asked for once more");
        (await First.CancelAsync(statement)).Status.Should().Be(CancelStatus.Cancelled);
        First.Store.Link.Calls.Count(call => call.Operation == StoreOperation.Find).Should().Be(3, "the cancel has asked too");
    }

    [Test]
    public async Task A_hint_about_a_statement_of_no_interest_asks_nothing()
    {
        var (finished, others) = (await First.SubmitRunningAsync(), await Second.SubmitRunningAsync());
        First.Executor.Release();
        await First.EndAsync(finished);
        await First.GetAsync(others);
        await UntilAsync(() => Task.FromResult(First.Store.Link.Calls.Last().Handle == others.Handle), "all has come to rest");
        First.Store.Link.Forget();

        foreach (var handle in new[] { finished.Handle, others.Handle, StatementHandle.New(Clock) })
        {
            Farm.Hint(First.Store, handle);
        }

        (await First.GetAsync(finished)).Status.Should().Be(StatementStatus.Succeeded);
        First.Store.Link.Calls.Should().ContainSingle("only this test has asked");
    }

    [Test]
    public async Task A_hint_is_not_waited_for()
    {
        var statement = await First.SubmitRunningAsync();
        using var gate = new SemaphoreSlim(0);
        First.Store.Link.Fault = _ =>
        {
            gate.Wait(Safety);
            return null;
        };

        (await Second.CancelAsync(statement)).Status.Should().Be(CancelStatus.Cancelling, "the hint was sent from in here");

        gate.Release(1000);
        (await First.EndAsync(statement)).Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task Many_waiters_do_not_ask_in_step()
    {
        var statement = await First.SubmitRunningAsync();
        var pauses = new HashSet<TimeSpan>();
        for (var i = 0; i < 20; i++)
        {
            _ = Second.EndAsync(statement);
            pauses.Add(await PausedAsync());
        }

        pauses.Should().HaveCountGreaterThan(10);
        pauses.Max().Should().BeGreaterThan(TimeSpan.FromMilliseconds(100), "of twenty that are all shorter there is one in a million");
        First.Executor.Release();
        await Second.EndAsync(statement);
    }

    private Task<TimeSpan> PausedAsync() => Clock.TimerAsync(LeastPause, MostPause);
}
