using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>What a manager says and does over a hybrid store whose far store is down.</summary>
public sealed class HybridHealthTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private SignallingClock _clock = null!;
    private FaultyStore _far = null!;
    private HybridStatementStore _store = null!;
    private ControlledExecutor _executor = null!;
    private StatementManager _manager = null!;

    [SetUp]
    public void Create()
    {
        _clock = new(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        _far = new(new MemoryStatementStore(null, _clock));
        _store = new(_far, null, _clock);
        _executor = new();
        _manager = new(_store, _executor, null, _clock);
    }

    [TearDown]
    public async Task DisposeAsync()
    {
        _far.Fault = null;
        await _manager.DisposeAsync();
        _store.Dispose();
    }

    [Test]
    public async Task It_is_healthy_while_the_far_store_answers() =>
        (await CheckAsync(_manager, Limit)).Status.Should().Be(HealthStatus.Healthy);

    [Test]
    public async Task It_is_degraded_while_the_far_store_is_down_and_healthy_again_without_a_restart()
    {
        _far.Fault = FaultyStore.Outage;
        var down = await CheckAsync(_manager, Limit);

        _far.Fault = null;

        down.Status.Should().Be(HealthStatus.Degraded);
        down.Exception.Should().BeOfType<StatementStoreException>();
        down.Data.Should().ContainKey("live");
        (await CheckAsync(_manager, Limit)).Status.Should().Be(HealthStatus.Healthy);
    }

    [Test]
    public async Task It_is_degraded_within_the_limit_when_the_far_store_hangs()
    {
        using var store = new HybridStatementStore(new HangingStore(_far), null, _clock);
        await using var manager = new StatementManager(store, _executor, null, _clock);

        var result = await CheckAsync(manager, TimeSpan.FromMilliseconds(20));

        (result.Status, result.Exception?.InnerException?.GetType()).Should().Be((HealthStatus.Degraded, typeof(TimeoutException)));
    }

    [Test]
    public async Task A_hybrid_store_before_another_asks_that_one()
    {
        using var store = new HybridStatementStore(_store, null, _clock);
        (await ((IStatementStoreHealth)store).CheckAsync(Limit, default)).Should().BeNull();
        _far.Fault = FaultyStore.Outage;

        (await ((IStatementStoreHealth)store).CheckAsync(Limit, default)).Should().BeOfType<StatementStoreException>();
    }

    [Test]
    public async Task Whoever_asks_can_give_up()
    {
        using var store = new HybridStatementStore(new HangingStore(_far), null, _clock);
        using var stop = new CancellationTokenSource();
        var asking = ((IStatementStoreHealth)store).CheckAsync(Limit, stop.Token).AsTask();

        await stop.CancelAsync();

        await asking.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task Users_read_on_what_is_near_and_keep_it_alive_by_that()
    {
        _executor.Release();
        var submitted = await _manager.SubmitAsync("session", new() { Sql = "SELECT 1" }, default);
        var statement = await _manager.WaitAsync("session", submitted.Handle, Limit, WaitTimeoutBehavior.ReturnCurrent, default);
        _far.Fault = FaultyStore.Outage;
        for (var i = 0; i < 6; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(20));

            (await _manager.GetAsync("session", statement.Handle, default)).ExpiresAt.Should().Be(_clock.GetUtcNow() + statement.TimeToLive);
            (await _manager.ReadBatchAsync("session", statement.Handle, 0, default)).Should().NotBeNull();
        }

        await FluentActions.Awaiting(async () => await _manager.SubmitAsync("session", new() { Sql = "SELECT 1" }, default))
            .Should().ThrowAsync<StatementStoreException>();
        await FluentActions.Awaiting(async () => await _manager.GetAsync("session", StatementHandle.New(_clock), default))
            .Should().ThrowAsync<StatementStoreException>();
    }

    private static async Task<HealthCheckResult> CheckAsync(StatementManager manager, TimeSpan limit)
    {
        var check = new StatementHealthCheck(manager.CheckAsync, limit);
        return await check.CheckHealthAsync(new() { Registration = new("test", check, HealthStatus.Unhealthy, null) }, default);
    }
}
