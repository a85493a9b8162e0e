using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Diagnostics;

public sealed class HealthTests : ManagerFixture
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements) = (1, 2);

    [Test]
    public async Task It_is_healthy_and_says_what_there_is()
    {
        var running = await SubmitRunningAsync();
        await SubmitAsync();
        var waiting = EndAsync(running);

        var result = await CheckAsync();

        result.Status.Should().Be(HealthStatus.Healthy);
        result.Data.Should().BeEquivalentTo(new Dictionary<string, object>
        {
            ["live"] = 2,
            ["queued"] = 1,
            ["waiting"] = 1,
            ["unstored"] = 0,
            ["storedBytes"] = 0L,
        });
        Executor.Release();
        await waiting;
    }

    [Test]
    public async Task A_full_queue_degrades_it_until_there_is_room()
    {
        await SubmitRunningAsync();
        await SubmitAsync();
        var last = await SubmitAsync();
        (await CheckAsync()).Status.Should().Be(HealthStatus.Degraded);

        await Manager.CancelAsync(Session, last.Handle, default);

        (await CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Test]
    public async Task An_end_that_could_not_be_stored_degrades_it_until_it_is()
    {
        var statement = await SubmitRunningAsync();
        Store.Fault = call => call.Statement?.IsFinished == true ? FaultyStore.Outage(call) : null;
        Executor.Release();
        await Clock.TimerAsync(TimeSpan.FromMilliseconds(50));
        var degraded = await CheckAsync();

        Store.Fault = null;
        Clock.Advance(TimeSpan.FromMilliseconds(50));
        await Store.NextAsync(call => call.Handle == statement.Handle && call.Statement?.IsFinished == true);
        await SubmitFinishedAsync();

        (degraded.Status, degraded.Data["unstored"], degraded.Data["live"]).Should().Be((HealthStatus.Degraded, 1, 0));
        (await CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Test]
    public async Task A_store_that_does_not_answer_makes_it_unhealthy()
    {
        Store.Fault = FaultyStore.Outage;

        var result = await CheckAsync();

        (result.Status, result.Exception).Should().Be((HealthStatus.Unhealthy, result.Exception as StatementStoreException));
        result.Exception.Should().NotBeNull();
    }

    [Test]
    public async Task A_store_that_hangs_makes_it_unhealthy_within_the_limit()
    {
        await using var manager = new StatementManager(new HangingStore(Store.Inner), Executor, Options, Clock);

        var result = await CheckAsync(manager, TimeSpan.FromMilliseconds(20));

        result.Status.Should().Be(HealthStatus.Unhealthy);
        result.Description.Should().Contain("00:00:00.02");
    }

    [Test]
    public async Task Whoever_asks_can_give_up()
    {
        await using var manager = new StatementManager(new HangingStore(Store.Inner), Executor, Options, Clock);
        using var stop = new CancellationTokenSource();
        var asking = CheckAsync(manager, Limit, stop.Token);

        await stop.CancelAsync();

        await asking.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_stopped_manager_is_unhealthy()
    {
        await Manager.DisposeAsync();

        (await CheckAsync()).Status.Should().Be(HealthStatus.Unhealthy);
    }

    [Test]
    public async Task A_host_adds_one_check_an_instance()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddMockhausStatements().UseExecutor(_ => Executor);
        services.AddMockhausStatements("other").UseExecutor(_ => Executor);
        services.AddHealthChecks().AddMockhausStatements(tags: ["ready"]).AddMockhausStatements("other");
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredKeyedService<StatementManager>("other").DisposeAsync();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries.Select(entry => $"{entry.Key} {entry.Value.Status}{string.Concat(entry.Value.Tags)}").Should().BeEquivalentTo(
            "mockhaus-statements Healthyready", "mockhaus-statements-other Unhealthy");
    }

    [Test]
    public void A_timeout_of_nothing_is_refused() =>
        new ServiceCollection().AddHealthChecks().Invoking(builder => builder.AddMockhausStatements(timeout: TimeSpan.Zero))
            .Should().Throw<ArgumentOutOfRangeException>();

    private Task<HealthCheckResult> CheckAsync() => CheckAsync(Manager, Limit);

    private static async Task<HealthCheckResult> CheckAsync(StatementManager manager, TimeSpan limit, CancellationToken token = default)
    {
        var check = new StatementHealthCheck(manager.CheckAsync, limit);
        var registration = new HealthCheckRegistration("test", check, HealthStatus.Unhealthy, null);
        return await check.CheckHealthAsync(new() { Registration = registration }, token);
    }
}
