using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Diagnostics;

public sealed class MeterTests : DiagnosticsFixture
{
    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    [Test]
    public async Task Times_are_those_of_the_injected_clock()
    {
        await SubmitRunningAsync();
        await SubmitAsync();
        (await Telemetry.ReadingAsync("mockhaus.statements.queue_wait")).Value.Should().Be(0);
        Clock.Advance(TimeSpan.FromSeconds(3));
        Executor.Release();

        await Telemetry.EndedAsync();
        await Telemetry.EndedAsync();

        Telemetry.Of("mockhaus.statements.queue_wait").Select(reading => reading.Value).Should().Equal(0, 3);
        Telemetry.Of("mockhaus.statements.duration").Select(reading => reading.Value).Should().Equal(3, 3);
    }

    [Test]
    public async Task Levels_say_what_there_is_and_go_back_to_zero()
    {
        var running = await SubmitRunningAsync();
        await SubmitAsync();
        var waiting = EndAsync(running);
        Telemetry.Observe().Should().Equal("live queued = 1", "live running = 1", "waiting = 1", "stored = 0");

        Executor.Run = WriteRowsAsync;
        Executor.Release();
        await waiting;
        await Telemetry.EndedAsync();
        await Telemetry.EndedAsync();
        Telemetry.Observe().Should().HaveCount(4).And.NotContain("stored = 0");
        await Manager.EndSessionAsync(Session, default);

        Telemetry.Observe().Should().Equal("live queued = 0", "live running = 0", "waiting = 0", "stored = 0");
    }

    [Test]
    public async Task A_stopped_manager_says_nothing_although_its_meter_is_the_factorys()
    {
        await SubmitFinishedAsync();
        Telemetry.Observe().Should().NotBeEmpty();

        await Manager.DisposeAsync();

        Telemetry.Observe().Should().BeEmpty();
    }

    [Test]
    public async Task What_the_sweeper_gives_back_is_counted()
    {
        await SubmitFinishedAsync();
        await SubmitFinishedAsync();

        Clock.Advance(Options.Retention.DefaultTimeToLive + Options.Retention.CleanupInterval);

        (await Telemetry.ReadingAsync("mockhaus.statements.expired")).Value.Should().Be(2);
    }

    [Test]
    public async Task A_statement_that_its_owner_has_lost_is_none_of_the_finders()
    {
        var lost = Samples.Submitted(Clock, Session, null) with { Owner = new("gone", Guid.Empty) };
        await Store.Inner.AddAsync(lost, 10, default);

        (await GetAsync(lost)).Error!.Code.Should().Be("900009");

        Telemetry.Of("mockhaus.statements.finished").Should().BeEmpty();
    }
}
