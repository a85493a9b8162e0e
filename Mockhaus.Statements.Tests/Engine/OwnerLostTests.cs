using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class OwnerLostTests : ManagerFixture
{
    private static readonly Func<StatementManager, StatementHandle, Task<Statement>>[] Askers =
    [
        async (manager, handle) => await manager.GetAsync(Session, handle, default),
        async (manager, handle) => await manager.WaitAsync(Session, handle, Forever, WaitTimeoutBehavior.ReturnCurrent, default),
        async (manager, handle) => (await manager.CancelAsync(Session, handle, default)).Statement!,
        async (manager, handle) => await FirstAsync(manager.WatchAsync(Session, handle, default)),
        async (manager, handle) => await FirstAsync(manager.ListAsync(Session, null, default), handle),
        async (manager, handle) => await FirstAsync(manager.ListAsync(Session, new() { Status = StatementStatus.Failed }, default), handle),
        async (manager, _) => await manager.SubmitAsync(Session, new() { Sql = "SELECT 1", RequestId = "r" }, default),
    ];

    private static readonly int[] AskerNumbers = [.. Enumerable.Range(0, Askers.Length)];

    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Limits.MaxConcurrentStatements, options.ShutdownTimeout) = (1, TimeSpan.FromSeconds(20));

    [Test]
    public async Task The_next_manager_ends_what_was_left_running_and_queued_when_it_starts()
    {
        var (running, queued) = (await SubmitRunningAsync(), await SubmitAsync());
        await LoseOwnerAsync();
        (await StoredAsync(running))!.Status.Should().Be(StatementStatus.Running, "the test begins with one left running");
        (await StoredAsync(queued))!.Status.Should().Be(StatementStatus.Submitted);

        CreateAnother();

        foreach (var statement in new[] { running, queued })
        {
            var final = await StoredAsync(statement);
            final!.Status.Should().Be(StatementStatus.Failed);
            final.Error!.Code.Should().Be("900009");
            final.Error.SqlState.Should().Be("57P02");
            final.ExpiresAt.Should().Be(Clock.GetUtcNow() + Options.Retention.DefaultTimeToLive);
        }
    }

    [Test]
    public async Task A_manager_that_is_there_already_answers_so_whoever_asks_first([ValueSource(nameof(AskerNumbers))] int asker)
    {
        var (other, statement) = (CreateAnother(), await SubmitAsync(requestId: "r"));
        await Executor.BegunAsync();
        await LoseOwnerAsync();

        var told = await Askers[asker](other, statement.Handle).WaitAsync(Safety);

        told.Handle.Should().Be(statement.Handle);
        told.Status.Should().Be(StatementStatus.Failed);
        told.Error!.Code.Should().Be("900009");
        (await StoredAsync(statement)).Should().Be(told);
    }

    [Test]
    public async Task One_that_cannot_be_ended_does_not_keep_the_others_live()
    {
        var statements = new[] { await SubmitRunningAsync(), await SubmitAsync(), await SubmitAsync() };
        await LoseOwnerAsync();
        Store.Fault = call => call.Operation == StoreOperation.Replace && call.Handle == statements[^1].Handle ? FaultyStore.Outage(call) : null;

        CreateAnother();

        (await StoredAsync(statements[0]))!.Status.Should().Be(StatementStatus.Failed);
        (await StoredAsync(statements[1]))!.Status.Should().Be(StatementStatus.Failed, "the newest is the first of the list");
        (await StoredAsync(statements[2]))!.IsFinished.Should().BeFalse("the test needs one that cannot be ended");
    }

    [Test]
    public async Task A_cancel_finds_it_already_finished()
    {
        var (other, statement) = (CreateAnother(), await SubmitRunningAsync());
        await LoseOwnerAsync();

        (await other.CancelAsync(Session, statement.Handle, default)).Status.Should().Be(CancelStatus.AlreadyFinished);
    }

    [Test]
    public async Task A_waiter_on_another_manager_is_told_when_the_owner_is_lost_meanwhile()
    {
        var (other, statement) = (CreateAnother(), await SubmitRunningAsync());
        var waiting = other.WaitAsync(Session, statement.Handle, Forever, WaitTimeoutBehavior.ReturnCurrent, default).AsTask();
        await Clock.TimerAsync(TimeSpan.FromMilliseconds(100));
        await LoseOwnerAsync();

        Clock.Advance(TimeSpan.FromMilliseconds(100));

        (await waiting.WaitAsync(Safety)).Error!.Code.Should().Be("900009");
    }

    [Test]
    public async Task The_sweeper_of_a_manager_that_is_there_already_ends_it_without_being_asked()
    {
        CreateAnother();
        var statement = await SubmitRunningAsync();
        await LoseOwnerAsync();

        Clock.Advance(Options.Retention.CleanupInterval);
        await Store.NextAsync(call => call.Status == StatementStatus.Failed);

        (await StoredAsync(statement))!.Error!.Code.Should().Be("900009");
    }

    [Test]
    public async Task Another_session_does_not_find_it_and_does_not_end_it()
    {
        var (other, statement) = (CreateAnother(), await SubmitRunningAsync());
        await LoseOwnerAsync();

        var get = async () => await other.GetAsync(OtherSession, statement.Handle, default);

        await get.Should().ThrowAsync<StatementNotFoundException>();
        (await StoredAsync(statement))!.Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task What_a_live_manager_runs_is_left_alone()
    {
        var (running, queued) = (await SubmitRunningAsync(), await SubmitAsync());

        var other = CreateAnother();

        foreach (var statement in new[] { running, queued })
        {
            (await other.GetAsync(Session, statement.Handle, default)).IsFinished.Should().BeFalse();
        }

        Executor.Release();
        (await EndAsync(queued)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_late_result_of_the_old_owner_is_refused()
    {
        Create(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        Executor.IgnoresToken = true;
        Executor.Run = WriteRowsAsync;
        var (other, statement) = (CreateAnother(), await SubmitRunningAsync());
        await LoseOwnerAsync();
        await other.GetAsync(Session, statement.Handle, default);
        Store.Forget();

        Executor.Release();
        await Store.NextAsync(call => call.Operation == StoreOperation.Replace);

        (await StoredAsync(statement))!.Error!.Code.Should().Be("900009");
        (await Store.Inner.ReadBatchAsync(statement.Handle, 0, default)).Should().BeNull();
    }

    private async Task LoseOwnerAsync()
    {
        Store.Fault = FaultyStore.Outage;
        await Manager.DisposeAsync();
        Store.Fault = null;
    }

    private static async Task<Statement> FirstAsync(IAsyncEnumerable<Statement> statements, StatementHandle? handle = null)
    {
        await foreach (var statement in statements)
        {
            if (handle is null || statement.Handle == handle)
            {
                return statement;
            }
        }

        throw new AssertionException("It is not among them.");
    }
}
