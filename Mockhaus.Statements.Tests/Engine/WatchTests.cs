using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class WatchTests : ManagerFixture
{
    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    [Test]
    public async Task A_watcher_sees_each_state_in_order_up_to_the_last()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        Executor.Run = (execution, token) => new((execution.Statement.Sql == "first" ? first : second).Task.WaitAsync(token));
        Executor.Release();
        await SubmitRunningAsync("first");
        await using var watch = Watch(await SubmitAsync("second"));

        (await NextAsync(watch)).Status.Should().Be(StatementStatus.Submitted);
        first.SetResult();
        (await NextAsync(watch)).Status.Should().Be(StatementStatus.Running);
        second.SetResult();
        (await NextAsync(watch)).Status.Should().Be(StatementStatus.Succeeded);
        (await EndedAsync(watch)).Should().BeTrue("nothing follows the end");
    }

    [Test]
    public async Task A_slow_reader_misses_states_but_never_the_last()
    {
        await SubmitRunningAsync("first");
        var statement = await SubmitAsync("second");
        await using var watch = Watch(statement);
        (await NextAsync(watch)).Status.Should().Be(StatementStatus.Submitted);
        Executor.Release();
        await EndAsync(statement);

        (await NextAsync(watch)).Status.Should().Be(StatementStatus.Succeeded);
        (await EndedAsync(watch)).Should().BeTrue();
    }

    [Test]
    public async Task A_finished_statement_is_shown_once()
    {
        await using var watch = Watch(await SubmitFinishedAsync());

        (await NextAsync(watch)).Status.Should().Be(StatementStatus.Succeeded);
        (await EndedAsync(watch)).Should().BeTrue();
    }

    [Test]
    public async Task Reported_progress_wakes_a_watcher()
    {
        var statement = await SubmitAsync();
        var execution = await Executor.BegunAsync();
        await using var watch = Watch(statement);
        (await NextAsync(watch)).Progress.Should().BeNull();
        var next = NextAsync(watch);
        next.IsCompleted.Should().BeFalse();

        execution.ReportProgress(0.5, "half");

        (await next).Progress.Should().Be(new StatementProgress(0, 0.5, "half"));
        execution.ReportProgress(0.5, "half");
        var last = NextAsync(watch);
        Executor.Release();
        (await last).Status.Should().Be(StatementStatus.Succeeded, "the same progress again is no change");
    }

    [Test]
    public async Task A_watcher_that_gives_up_leaves_the_statement_running()
    {
        var statement = await SubmitRunningAsync();
        using var source = new CancellationTokenSource();
        await using var watch = Manager.WatchAsync(Session, statement.Handle, source.Token).GetAsyncEnumerator();
        await NextAsync(watch);
        var next = NextAsync(watch);

        await source.CancelAsync();

        await next.Invoking(it => it).Should().ThrowAsync<OperationCanceledException>();
        (await GetAsync(statement)).Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task When_the_manager_is_disposed_its_watchers_see_how_the_statement_has_ended()
    {
        var statement = await SubmitRunningAsync();
        await using var watch = Watch(statement);
        await NextAsync(watch);
        var next = NextAsync(watch);

        await Manager.DisposeAsync();

        (await next).Error!.Code.Should().Be("900004");
        (await EndedAsync(watch)).Should().BeTrue();
    }

    [Test]
    public async Task Progress_that_comes_while_the_manager_is_disposed_hides_the_end_from_nobody()
    {
        var statement = await SubmitAsync();
        var execution = await Executor.BegunAsync();
        await using var watch = Watch(statement);
        await NextAsync(watch);
        var next = NextAsync(watch);
        Store.Fault = call =>
        {
            if (call.Status == StatementStatus.Failed)
            {
                execution.ReportProgress(0.5);
                Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System)).Wait(Safety);
            }

            return null;
        };

        await Manager.DisposeAsync();

        (await next).Error!.Code.Should().Be("900004");
    }

    [Test]
    public async Task When_the_manager_is_disposed_watchers_of_another_managers_statement_are_told_so()
    {
        var (statement, other) = (await SubmitRunningAsync(), CreateAnother());
        await using var watch = other.WatchAsync(Session, statement.Handle, default).GetAsyncEnumerator();
        await NextAsync(watch);
        var next = NextAsync(watch);

        await other.DisposeAsync();

        await next.Invoking(it => it).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Test]
    public async Task Another_managers_statement_is_watched_too()
    {
        var statement = await SubmitRunningAsync();
        await using var watch = CreateAnother().WatchAsync(Session, statement.Handle, default).GetAsyncEnumerator();
        (await NextAsync(watch)).Status.Should().Be(StatementStatus.Running);
        var next = NextAsync(watch);
        await Clock.TimerAsync(TimeSpan.FromMilliseconds(100));
        Executor.Release();
        await EndAsync(statement);

        Clock.Advance(TimeSpan.FromMilliseconds(100));

        (await next).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task When_the_session_ends_its_watchers_end()
    {
        var statement = await SubmitRunningAsync();
        await using var watch = Watch(statement);
        await NextAsync(watch);
        var next = NextAsync(watch);

        await Manager.EndSessionAsync(Session, default);

        // Cancelled first, and then not there any more: a watcher sees what is so when it looks.
        try
        {
            (await next).Status.Should().Be(StatementStatus.Cancelled);
        }
        catch (StatementNotFoundException exception)
        {
            exception.Handle.Should().Be(statement.Handle);
        }
    }

    [Test]
    public async Task Another_sessions_statement_is_not_found()
    {
        var statement = await SubmitRunningAsync();
        await using var watch = Manager.WatchAsync(OtherSession, statement.Handle, default).GetAsyncEnumerator();

        await FluentActions.Invoking(() => NextAsync(watch)).Should().ThrowAsync<StatementNotFoundException>();
    }

    private IAsyncEnumerator<Statement> Watch(Statement statement) =>
        Manager.WatchAsync(Session, statement.Handle, default).GetAsyncEnumerator();

    private static async Task<Statement> NextAsync(IAsyncEnumerator<Statement> watch)
    {
        (await watch.MoveNextAsync().AsTask().WaitAsync(Safety)).Should().BeTrue("there is more to see");
        return watch.Current;
    }

    private static async Task<bool> EndedAsync(IAsyncEnumerator<Statement> watch) => !await watch.MoveNextAsync().AsTask().WaitAsync(Safety);
}
