using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class WaitTests : ManagerFixture
{
    [Test]
    public async Task A_thousand_waiters_wake_at_the_end()
    {
        Create(options => options.Limits.MaxWaitersPerStatement = 1000);
        var statement = await SubmitRunningAsync();
        var waiting = Enumerable.Range(0, 1000).Select(_ => EndAsync(statement)).ToArray();
        waiting.Should().OnlyContain(wait => !wait.IsCompleted);

        Executor.Release();

        (await Task.WhenAll(waiting)).Should().OnlyContain(final => final.Status == StatementStatus.Succeeded);
    }

    [Test]
    public async Task Waiters_of_a_queued_statement_wake_when_it_is_cancelled()
    {
        Create(options => options.Limits.MaxConcurrentStatements = 1);
        await SubmitRunningAsync();
        var queued = await SubmitAsync();
        var waiting = EndAsync(queued);

        await Manager.CancelAsync(Session, queued.Handle, default);

        (await waiting).Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task At_the_limit_the_live_statement_comes_back_and_runs_on()
    {
        var statement = await SubmitRunningAsync();
        var waiting = Manager.WaitAsync(Session, statement.Handle, TimeSpan.FromSeconds(5), WaitTimeoutBehavior.ReturnCurrent, default).AsTask();
        await Clock.TimerAsync(TimeSpan.FromSeconds(5));

        Clock.Advance(TimeSpan.FromSeconds(5));

        (await waiting.WaitAsync(Safety)).Status.Should().Be(StatementStatus.Running);
        (await GetAsync(statement)).Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task A_limit_of_nothing_answers_at_once()
    {
        var statement = await SubmitRunningAsync();

        var live = await Manager.WaitAsync(Session, statement.Handle, TimeSpan.Zero, WaitTimeoutBehavior.ReturnCurrent, default).AsTask().WaitAsync(Safety);

        live.Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task A_finished_statement_is_answered_at_once()
    {
        var final = await SubmitFinishedAsync();

        (await EndAsync(final)).Should().Be(final);
    }

    [Test]
    public async Task A_waiter_that_gives_up_leaves_the_statement_running()
    {
        var statement = await SubmitRunningAsync();
        using var source = new CancellationTokenSource();
        var waiting = Manager.WaitAsync(Session, statement.Handle, Forever, WaitTimeoutBehavior.ReturnCurrent, source.Token).AsTask();

        await source.CancelAsync();

        var wait = async () => await waiting.WaitAsync(Safety);
        await wait.Should().ThrowAsync<OperationCanceledException>();
        (await GetAsync(statement)).Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task An_unknown_statement_is_not_found()
    {
        var wait = async () => await Manager.WaitAsync(Session, StatementHandle.New(Clock), Forever, WaitTimeoutBehavior.ReturnCurrent, default).AsTask().WaitAsync(Safety);

        await wait.Should().ThrowAsync<StatementNotFoundException>();
    }

    [Test]
    public async Task A_statement_that_another_manager_runs_is_waited_for()
    {
        var statement = await SubmitRunningAsync();
        var waiting = CreateAnother().WaitAsync(Session, statement.Handle, Forever, WaitTimeoutBehavior.ReturnCurrent, default).AsTask();
        await Clock.TimerAsync(TimeSpan.FromMilliseconds(100));
        Executor.Release();
        await EndAsync(statement);

        Clock.Advance(TimeSpan.FromMilliseconds(100));

        (await waiting.WaitAsync(Safety)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task Nobody_asks_for_another_managers_statement_any_more_when_the_limit_is_over()
    {
        var statement = await SubmitRunningAsync();

        // A record of its own: the statement's owner goes on asking the same store, once a second.
        var asked = new FaultyStore(Store.Inner);
        await using var another = new StatementManager(asked, Executor, Options, Clock);
        var waiting = another.WaitAsync(Session, statement.Handle, TimeSpan.FromMilliseconds(150), WaitTimeoutBehavior.ReturnCurrent, default).AsTask();
        await Clock.TimerAsync(TimeSpan.FromMilliseconds(100));
        Clock.Advance(TimeSpan.FromMilliseconds(100));
        await Clock.TimerAsync(TimeSpan.FromMilliseconds(50));
        Clock.Advance(TimeSpan.FromMilliseconds(50));
        (await waiting.WaitAsync(Safety)).Status.Should().Be(StatementStatus.Running);
        asked.Forget();

        Clock.Advance(TimeSpan.FromSeconds(10));
        await another.GetAsync(Session, statement.Handle, default);

        asked.Calls.Should().ContainSingle("nobody but this test has asked");
    }
}
