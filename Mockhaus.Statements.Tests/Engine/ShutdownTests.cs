using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class ShutdownTests : ManagerFixture
{
    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Limits.MaxConcurrentStatements, options.ShutdownTimeout) = (1, TimeSpan.FromSeconds(20));

    [Test]
    public async Task Live_statements_end_with_the_shutdown_code_and_their_waiters_are_told()
    {
        var running = await SubmitRunningAsync();
        var queued = await SubmitAsync();
        var (first, second) = (EndAsync(running), EndAsync(queued));

        await Manager.DisposeAsync();

        foreach (var statement in new[] { running, queued })
        {
            var stored = await StoredAsync(statement);
            stored!.Status.Should().Be(StatementStatus.Failed);
            stored.Error!.Code.Should().Be("900004");
        }

        (await first).Error!.Code.Should().Be("900004");
        (await second).Error!.Code.Should().Be("900004");
        await Executor.Stopped;
    }

    [Test]
    public async Task Finished_statements_stay_as_they_are()
    {
        var final = await SubmitFinishedAsync();

        await Manager.DisposeAsync();

        (await StoredAsync(final)).Should().Be(final);
    }

    [Test]
    public async Task Every_later_call_says_that_the_manager_is_disposed()
    {
        var handle = (await SubmitFinishedAsync()).Handle;
        await Manager.DisposeAsync();
        Store.Calls.Clear();

        foreach (var call in new Func<Task>[]
        {
            async () => await SubmitAsync(),
            async () => await Manager.GetAsync(Session, handle, default),
            async () => await Manager.WaitAsync(Session, handle, Forever, WaitTimeoutBehavior.ReturnCurrent, default),
            async () => await Manager.CancelAsync(Session, handle, default),
            async () => await Manager.ReadBatchAsync(Session, handle, 0, default),
            async () => await Manager.ReadRowsAsync(Session, handle, 0, null, default).GetAsyncEnumerator().MoveNextAsync(),
            async () => await Manager.OpenReaderAsync(Session, handle, default),
            async () => await Manager.CopyToAsync(Session, handle, Stream.Null, default),
            async () => await Manager.ListAsync(Session, null, default).GetAsyncEnumerator().MoveNextAsync(),
            async () => await Manager.ReleaseAsync(Session, handle, default),
            async () => await Manager.EndSessionAsync(Session, default),
        })
        {
            await call.Should().ThrowAsync<ObjectDisposedException>();
        }

        Store.Calls.Should().BeEmpty();
    }

    [Test]
    public async Task A_list_that_was_asked_for_before_says_so_too()
    {
        await SubmitFinishedAsync();
        var list = Manager.ListAsync(Session, null, default);
        await Manager.DisposeAsync();

        await FluentActions.Awaiting(async () => await list.GetAsyncEnumerator().MoveNextAsync()).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Test]
    public async Task A_store_that_fails_just_then_does_not_break_it_off()
    {
        var statement = await SubmitRunningAsync();
        var asked = new TaskCompletionSource();
        Task? disposing = null;
        Store.Fault = call =>
        {
            if (call.Operation != StoreOperation.Find || disposing is not null)
            {
                return null;
            }

            disposing = Manager.DisposeAsync().AsTask();
            asked.TrySetResult();
            return FaultyStore.Outage(call);
        };

        Clock.Advance(TimeSpan.FromSeconds(1));
        await asked.Task.WaitAsync(Safety);

        await disposing!.WaitAsync(Safety);
        (await StoredAsync(statement))!.Error!.Code.Should().Be("900004");
    }

    [Test]
    public async Task A_second_dispose_does_nothing()
    {
        await Manager.DisposeAsync();

        await Manager.Invoking(manager => manager.DisposeAsync().AsTask()).Should().NotThrowAsync();
    }

    [Test]
    public async Task An_executor_that_ignores_its_token_is_waited_for_no_longer_than_the_limit()
    {
        Create(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        Executor.IgnoresToken = true;
        var statement = await SubmitRunningAsync();

        await Manager.DisposeAsync().AsTask().WaitAsync(Safety);

        (await StoredAsync(statement))!.Error!.Code.Should().Be("900004");
    }

    [Test]
    public async Task A_store_that_does_not_answer_holds_up_neither_the_end_nor_the_waiters()
    {
        var statement = await SubmitRunningAsync();
        var waiting = EndAsync(statement);
        Store.Fault = FaultyStore.Outage;

        await Manager.DisposeAsync().AsTask().WaitAsync(Safety);

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<ObjectDisposedException>("the store has no end that could be told");
    }

    [Test]
    public async Task The_sweeper_stops()
    {
        await Manager.DisposeAsync();

        Clock.Advance(10 * Options.Retention.CleanupInterval);

        Store.Calls.Should().BeEmpty();
    }
}
