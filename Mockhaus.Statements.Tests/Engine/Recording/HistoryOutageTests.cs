using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Tests.Engine.Recording;

public sealed class HistoryOutageTests : RecordingFixture
{
    protected override void Configure(MockhausStatementsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.History.MaxPendingBytes = 64 * 1024;
        options.Limits.MaxStatementsPerSession = 100_000;
    }

    [Test]
    public async Task A_short_outage_loses_nothing_and_fails_nothing()
    {
        History.IsDown = true;
        var handles = new List<StatementHandle>();
        for (var i = 0; i < 20; i++)
        {
            var statement = await RunAsync();
            statement.Status.Should().Be(StatementStatus.Succeeded);
            handles.Add(statement.Handle);
        }

        await UntilAsync(async () => (await Manager.CheckAsync(Safety, default)).History!.Value.IsFailing);
        History.IsDown = false;

        await UntilAsync(async () => (await History.AllAsync()).Count == 20);
        (await History.AllAsync()).Select(entry => entry.Handle!.Value).Should().Equal(handles);
        await UntilAsync(async () => !(await Manager.CheckAsync(Safety, default)).History!.Value.IsFailing);
    }

    [Test]
    public async Task A_long_outage_is_a_gap_that_counts_exactly()
    {
        History.IsDown = true;
        for (var i = 0; i < 500; i++)
        {
            (await RunAsync()).Status.Should().Be(StatementStatus.Succeeded);
        }

        await UntilAsync(async () => (await Manager.CheckAsync(Safety, default)).History!.Value.IsFailing);
        (await Manager.CheckAsync(Safety, default)).History!.Value.PendingBytes.Should().BeLessThanOrEqualTo(64 * 1024);
        History.IsDown = false;
        var last = await RunAsync();

        await UntilAsync(async () => (await History.AllAsync()).Any(entry => entry.Handle == last.Handle));
        var (ended, gaps) = (await History.AllAsync(HistoryEntryKind.Ended), await History.AllAsync(HistoryEntryKind.Gap));
        gaps.Should().NotBeEmpty();
        (ended.Count + gaps.Sum(gap => gap.Lost!.Value)).Should().Be(501);
        gaps.Should().OnlyContain(gap => gap.LostFrom <= gap.At && gap.SessionId == null);
        (await Manager.CheckAsync(Safety, default)).History!.Value.Lost.Should().Be(gaps.Sum(gap => gap.Lost!.Value));
    }

    [Test]
    public async Task A_slow_history_makes_workers_wait_and_loses_nothing()
    {
        var gate = new TaskCompletionSource();
        History.Gate = gate.Task;
        var session = Manager.OpenSession(Session);
        var submitted = new List<Statement>();
        for (var i = 0; i < 300; i++)
        {
            submitted.Add(await session.SubmitAsync(new() { Sql = "select 1" }));
        }

        // The line holds about sixty statements, and then nothing more begins.
        await UntilAsync(async () => (await Manager.CheckAsync(Safety, default)).History!.Value.PendingBytes >= 64 * 1024);
        (await Manager.CheckAsync(Safety, default)).Queued.Should().BeGreaterThan(100);
        await session.CancelAsync(submitted[^1].Handle);
        gate.SetResult();
        foreach (var statement in submitted)
        {
            await session.WaitAsync(statement.Handle, Safety);
        }

        await UntilAsync(async () => (await History.AllAsync(HistoryEntryKind.Ended)).Count == 300);
        (await History.AllAsync(HistoryEntryKind.Gap)).Should().BeEmpty();
    }

    [Test]
    public async Task An_outage_at_shutdown_ends_in_bounded_time()
    {
        Options.ShutdownTimeout = TimeSpan.FromMilliseconds(200);
        await RunAsync();
        History.IsDown = true;
        await RunAsync();

        await Manager.DisposeAsync().AsTask().WaitAsync(Safety);

        History.Appends.Should().BeGreaterThan(1);
    }

    [Test]
    public async Task A_history_that_does_not_answer_at_shutdown_is_left()
    {
        Options.ShutdownTimeout = TimeSpan.FromMilliseconds(200);
        History.Gate = new TaskCompletionSource().Task;
        await RunAsync();

        await Manager.DisposeAsync().AsTask().WaitAsync(Safety);

        (await History.AllAsync()).Should().BeEmpty();
    }
}
