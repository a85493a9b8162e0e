using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Diagnostics;

/// <summary>However a statement ends, it is seen once.</summary>
public sealed class OutcomeTests : DiagnosticsFixture
{
    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements) = (1, 1);

    [Test]
    public async Task A_success_is_seen_once()
    {
        await SubmitFinishedAsync();

        await ShouldBeSeenAsync("succeeded");
    }

    [Test]
    public async Task A_failure_is_seen_once_with_its_code()
    {
        Executor.Run = (_, _) => throw new StatementFailedException(new("002003", "42S02", "no such table"));
        Executor.Release();
        await SubmitAsync();

        await ShouldBeSeenAsync("failed 002003");
    }

    [Test]
    public async Task A_cancel_while_it_runs_is_seen_once()
    {
        var statement = await SubmitRunningAsync();
        await Manager.CancelAsync(Session, statement.Handle, default);
        await Manager.CancelAsync(Session, statement.Handle, default);

        await ShouldBeSeenAsync("cancelled");
    }

    [Test]
    public async Task A_cancel_in_the_queue_is_seen_once()
    {
        await SubmitRunningAsync();
        var queued = await SubmitAsync();
        await Manager.CancelAsync(Session, queued.Handle, default);
        (await Telemetry.EndedAsync()).GetTagItem(SpanTags.Handle).Should().Be($"{queued.Handle}");
        Executor.Release();

        await ShouldBeSeenAsync("cancelled", "succeeded");
    }

    [Test]
    public async Task A_cancel_before_its_submission_is_answered_is_seen_once()
    {
        Store.LostReply = call =>
        {
            if (call.Operation == StoreOperation.Add)
            {
                Manager.CancelAsync(Session, call.Handle!.Value, default).AsTask().GetAwaiter().GetResult();
            }

            return null;
        };
        await SubmitAsync();

        await ShouldBeSeenAsync("cancelled");
    }

    [Test]
    public async Task A_timeout_is_seen_once()
    {
        await Manager.SubmitAsync(Session, new() { Sql = "SELECT 1", Timeout = TimeSpan.FromSeconds(10) }, default);
        await Executor.BegunAsync();
        Clock.Advance(TimeSpan.FromSeconds(10));

        await ShouldBeSeenAsync("failed 000630");
    }

    [Test]
    public async Task A_shutdown_is_seen_once_for_each()
    {
        await SubmitRunningAsync();
        await SubmitAsync();
        await Manager.DisposeAsync();

        await ShouldBeSeenAsync("failed 900004", "failed 900004");
    }

    [Test]
    public async Task An_end_that_the_store_takes_late_is_seen_once()
    {
        await SubmitRunningAsync();
        Store.Fault = call => call.Statement?.IsFinished == true ? FaultyStore.Outage(call) : null;
        Executor.Release();
        await Clock.TimerAsync(TimeSpan.FromMilliseconds(50));
        Store.Fault = null;
        Clock.Advance(TimeSpan.FromMilliseconds(50));
        await Store.NextAsync(call => call.Statement?.IsFinished == true);

        await ShouldBeSeenAsync("succeeded");
    }

    [Test]
    public async Task A_statement_that_another_manager_has_removed_is_seen_once()
    {
        await SubmitRunningAsync();
        await CreateAnother().EndSessionAsync(Session, default);
        Clock.Advance(TimeSpan.FromSeconds(1));

        await ShouldBeSeenAsync("removed");
    }

    [Test]
    public async Task A_request_that_is_sent_twice_is_seen_once()
    {
        await SubmitFinishedAsync(requestId: "same");
        await SubmitAsync(requestId: "same");

        await ShouldBeSeenAsync("succeeded");
    }

    [Test]
    public async Task What_a_full_queue_refuses_is_not_seen()
    {
        await SubmitRunningAsync();
        await SubmitAsync();
        var refused = async () => await SubmitAsync();
        await refused.Should().ThrowAsync<StatementLimitException>();
        Executor.Release();

        await ShouldBeSeenAsync("succeeded", "succeeded");
    }

    [Test]
    public async Task What_the_store_does_not_take_is_not_seen()
    {
        Store.LostReply = call => call.Operation == StoreOperation.Add ? FaultyStore.Outage(call) : null;
        var refused = async () => await SubmitAsync();
        await refused.Should().ThrowAsync<StatementStoreException>();
        Store.LostReply = null;
        await SubmitFinishedAsync();

        await ShouldBeSeenAsync("succeeded");
    }

    [Test]
    public async Task Fifty_at_once_are_seen_once_each()
    {
        Create(options => options.Limits.MaxConcurrentStatements = 8);
        Executor.Run = (execution, token) => execution.Statement.Sql switch
        {
            "fail" => throw new StatementFailedException(new("000001", "42000", "no")),
            _ => WriteRowsAsync(execution, token),
        };
        var submitted = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => SubmitAsync(i % 5 == 0 ? "fail" : "SELECT 1"))));
        await Task.WhenAll(submitted.Skip(40).Select(statement => Manager.CancelAsync(Session, statement.Handle, default).AsTask()));
        Executor.Release();
        var ended = await Task.WhenAll(submitted.Select(EndAsync));

        await ShouldBeSeenAsync([.. ended.Select(Describe)]);
        ended.Select(statement => statement.Status).Distinct().Should().HaveCount(3);
    }

    /// <summary>Waits for as many ends, stops the manager, and looks whether that was all.</summary>
    private async Task ShouldBeSeenAsync(params string[] ends)
    {
        while (Telemetry.Stopped.Count < ends.Length)
        {
            await Telemetry.EndedAsync();
        }

        await Manager.DisposeAsync();
        Telemetry.Sum("mockhaus.statements.submitted").Should().Be(ends.Length);
        Telemetry.Sum("mockhaus.statements.finished").Should().Be(ends.Length);
        Telemetry.Of("mockhaus.statements.finished")
            .Select(reading => string.Join(' ', reading.Tags.Values)).Should().BeEquivalentTo(ends);
        Telemetry.Of("mockhaus.statements.duration").Should().HaveCount(ends.Count(end => end != "removed"));
        Telemetry.Started.Should().HaveCount(ends.Length);
        Telemetry.Stopped.Should().HaveCount(ends.Length);
        Telemetry.Stopped.Select(span => span.Id).Should().BeEquivalentTo(Telemetry.Started.Select(span => span.Id));
        Telemetry.Stopped
            .Select(span => string.Join(' ', new[] { Tag(span, SpanTags.Outcome), Tag(span, SpanTags.ErrorType) }.OfType<string>()))
            .Should().BeEquivalentTo(ends);
    }

    private static string Describe(Statement final) => final.Status switch
    {
        StatementStatus.Failed => $"failed {final.Error!.Code}",
        StatementStatus.Cancelled => "cancelled",
        _ => "succeeded",
    };
}
