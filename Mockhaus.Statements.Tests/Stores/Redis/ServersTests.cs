using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using StackExchange.Redis;

namespace Mockhaus.Statements.Tests.Stores.Redis;

/// <summary>Managers on stores of their own that share one Redis, with memory before each or without.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class ServersTests(bool isHybrid) : RedisFixture
{
    private const string Session = "session";
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    /// <summary>As long as any test: then it is a hint that tells, or nothing.</summary>
    private static readonly HybridStoreOptions OnlyHints = new() { ConfirmAfter = TimeSpan.FromDays(1) };

    private StatementManager _first = null!;
    private StatementManager _second = null!;
    private TaskCompletionSource _gate = null!;

    private RedisChannel Channel => RedisChannel.Literal($"{Prefix}changes");

    [SetUp]
    public async Task StartManagersAsync()
    {
        _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        (_first, _second) = (await StartAsync(), await StartAsync());

        // Until Redis has taken the subscriptions, hints are lost.
        await UntilAsync(async () => await Connection.GetServers()[0].SubscriptionSubscriberCountAsync(Channel) == 2, "both listen");
    }

    [TearDown]
    public void OpenGate() => _gate.TrySetResult();

    [Test]
    public async Task A_cancel_asked_of_one_stops_the_executor_of_the_other()
    {
        var running = await SubmitAsync(_first);

        (await _second.CancelAsync(Session, running.Handle, default)).Status.Should().Be(CancelStatus.Cancelling);

        (await WaitAsync(_second, running)).Status.Should().Be(StatementStatus.Cancelled);
        (await WaitAsync(_first, running)).CancelRequestedAt.Should().NotBeNull();
    }

    [Test]
    public async Task A_waiter_on_one_has_the_end_and_the_rows_of_what_runs_on_the_other()
    {
        var running = await SubmitAsync(_first);
        var waiting = WaitAsync(_second, running);

        _gate.SetResult();

        (await waiting).Status.Should().Be(StatementStatus.Succeeded);
        (await _second.ReadBatchAsync(Session, running.Handle, 0, default))!.Info.RowCount.Should().Be(1);
    }

    [Test]
    public async Task A_release_on_one_is_known_on_the_other_that_has_read_it()
    {
        _gate.SetResult();
        var statement = await WaitAsync(_first, await SubmitAsync(_first));
        (await _second.ReadBatchAsync(Session, statement.Handle, 0, default)).Should().NotBeNull();

        (await _first.ReleaseAsync(Session, statement.Handle, default)).Should().BeTrue();

        await UntilAsync(async () => await IsExpiredAsync(_second, statement), "the other has been told of the release");
    }

    [Test]
    public async Task The_end_of_a_session_on_one_is_its_end_on_the_other()
    {
        _gate.SetResult();
        var statement = await WaitAsync(_first, await SubmitAsync(_first));
        (await _second.GetAsync(Session, statement.Handle, default)).Status.Should().Be(StatementStatus.Succeeded);

        (await _first.EndSessionAsync(Session, default)).Should().Be(1);

        await UntilAsync(async () => await IsUnknownAsync(_second, statement), "the other has been told of the removal");
    }

    [Test]
    public async Task Uses_of_sessions_are_found_by_all_and_forgotten_in_time()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());

        await ((IStatementSessionActivity)one).RecordActivityAsync(Session, Now, TimeSpan.FromSeconds(1), default);

        (await ((IStatementSessionActivity)other).GetLastActivityAsync(Session, default)).Should().Be(Now);
        (await ((IStatementSessionActivity)other).GetLastActivityAsync("another", default)).Should().BeNull();
        await UntilAsync(async () => await ((IStatementSessionActivity)other).GetLastActivityAsync(Session, default) is null, "the note is forgotten");
    }

    [Test]
    public async Task One_that_is_disposed_of_is_dead_at_once_and_what_it_could_not_end_is_lost()
    {
        var lost = await SubmitAsync(_first);
        var owner = lost.Owner!;
        var store = await OpenAsync();
        (await ((IStatementLeases)store).IsAliveAsync(owner, default)).Should().BeTrue();
        var stayed = Samples(lost) with { Handle = StatementHandle.New(TimeProvider.System) };
        (await store.AddAsync(stayed, int.MaxValue, default)).Written.Should().BeTrue();

        await _first.DisposeAsync();

        (await WaitAsync(_second, lost)).Error!.Code.Should().Be(StatementErrorCodes.Shutdown);
        await UntilAsync(
            async () => (await _second.GetAsync(Session, stayed.Handle, default)).Error?.Code == StatementErrorCodes.OwnerLost,
            "somebody finds that its owner is gone");
    }

    private static Statement Samples(Statement like) => like with { Status = StatementStatus.Submitted, StartedAt = null, Version = 1 };

    private static async Task<bool> IsExpiredAsync(StatementManager manager, Statement statement)
    {
        try
        {
            await manager.GetAsync(Session, statement.Handle, default);
            return false;
        }
        catch (StatementExpiredException)
        {
            return true;
        }
    }

    private static async Task<bool> IsUnknownAsync(StatementManager manager, Statement statement)
    {
        try
        {
            await manager.GetAsync(Session, statement.Handle, default);
            return false;
        }
        catch (StatementNotFoundException)
        {
            return true;
        }
    }

    private static Task<Statement> WaitAsync(StatementManager manager, Statement statement) =>
        manager.WaitAsync(Session, statement.Handle, Timeout.InfiniteTimeSpan, WaitTimeoutBehavior.ReturnCurrent, default).AsTask().WaitAsync(Safety);

    private static async Task<Statement> SubmitAsync(StatementManager manager) =>
        await manager.SubmitAsync(Session, new() { Sql = "SELECT 1" }, default);

    private async Task<StatementManager> StartAsync()
    {
        IStatementStore store = await OpenAsync(options => options.Lease = TimeSpan.FromSeconds(1), clock: TimeProvider.System);
        if (isHybrid)
        {
            store = Keep(new DisposedLater(new(store, OnlyHints))).Store;
        }

        return Keep(new StatementManager(store, new DelegateStatementExecutor(ExecuteAsync), new()));
    }

    private async ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        await _gate.Task.WaitAsync(cancellationToken);
        execution.Result.Start([ResultColumn.Fixed("N", 10)]);
        execution.Result.Row.WriteInt64(1);
        await execution.Result.EndRowAsync(cancellationToken);
    }

    private sealed class DisposedLater(HybridStatementStore store) : IAsyncDisposable
    {
        public HybridStatementStore Store => store;

        public ValueTask DisposeAsync()
        {
            store.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
