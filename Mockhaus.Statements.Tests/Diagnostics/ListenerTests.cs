using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Diagnostics;

/// <summary>Nobody listening, somebody listening badly, and two to be told apart.</summary>
public sealed class ListenerTests : ManagerFixture
{
    [Test]
    public void Without_a_listener_nothing_is_allocated()
    {
        using var diagnostics = new StatementDiagnostics(Options, null, NullLogger.Instance, () => default, _ => default);
        var submitted = Samples.Submitted(Clock, Session, null);
        var final = submitted with
        {
            Status = StatementStatus.Failed,
            Error = new("000001", "42000", "no"),
            StartedAt = Clock.GetUtcNow(),
            CompletedAt = Clock.GetUtcNow(),
        };
        Live(diagnostics, submitted, final, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Live(diagnostics, submitted, final, 10_000);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Test]
    public async Task A_listener_that_throws_harms_no_statement()
    {
        using var spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == StatementDiagnostics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = _ => throw new FormatException("start"),
            ActivityStopped = _ => throw new FormatException("stop"),
        };
        ActivitySource.AddActivityListener(spans);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == StatementDiagnostics.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((_, _, _, _) => throw new FormatException("count"));
        meters.SetMeasurementEventCallback<double>((_, _, _, _) => throw new FormatException("time"));
        meters.Start();

        (await SubmitFinishedAsync()).Status.Should().Be(StatementStatus.Succeeded);

        var cancelled = await Manager.SubmitAsync(Session, new() { Sql = "SELECT 1" }, default);
        (await EndAsync(cancelled)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task Named_instances_have_meters_that_can_be_told_apart()
    {
        using var factory = new OwnMeterFactory();
        var services = new ServiceCollection().AddSingleton<IMeterFactory>(factory);
        services.AddMockhausStatements().UseDelegate((_, _) => ValueTask.CompletedTask);
        services.AddMockhausStatements("other").UseDelegate((_, _) => ValueTask.CompletedTask);
        await using var provider = services.BuildServiceProvider();

        _ = provider.GetRequiredService<StatementManager>();
        _ = provider.GetRequiredKeyedService<StatementManager>("other");

        factory.Meters.Select(meter => (meter.Name, Instance: meter.Tags?.SingleOrDefault().Value)).Should().Equal(
            ("Mockhaus.Statements", null), ("Mockhaus.Statements", "other"));
    }

    private static void Live(StatementDiagnostics diagnostics, Statement submitted, Statement final, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var span = diagnostics.Submitted(submitted);
            diagnostics.Started(final);
            diagnostics.Finished(final, span);
            diagnostics.Swept(new(1, 1));
        }
    }
}
