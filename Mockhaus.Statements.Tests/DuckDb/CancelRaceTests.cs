using System.Diagnostics;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.DuckDb;

public sealed class CancelRaceTests : DuckDbFixture
{
    private const int Rounds = 1_000;
    private const int AtOnce = 4;
    private const int Seed = 20260715;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    private EndCountingStore _store = null!;
    private CountingExecutor _executor = null!;

    protected override IStatementStore CreateStore() => _store = new();

    protected override IStatementExecutor Wrap(IStatementExecutor executor) => _executor = new(executor);

    [Test]
    public async Task Of_a_cancel_and_a_query_one_wins_everybody_is_told_the_same_and_nothing_runs_on()
    {
        var outcomes = new List<(StatementHandle Handle, CancelOutcome Outcome, Statement Ended)>();
        for (var batch = 0; batch < Rounds / AtOnce; batch++)
        {
            // Several at a time, so that an interrupt that hits the wrong connection is noticed.
            outcomes.AddRange(await Task.WhenAll(Enumerable.Range(batch * AtOnce, AtOnce).Select(round => Task.Run(() => RaceAsync(round)))));
        }

        await _executor.AllOver.WaitAsync(Patience, TimeProvider.System);
        foreach (var (handle, outcome, ended) in outcomes)
        {
            var final = await Session.GetAsync(handle);
            (final with { ExpiresAt = ended.ExpiresAt }).Should().Be(ended, "a terminal state never changes (seed {0})", Seed);
            _store.EndsOf(handle).Should().Be(1);
            final.Status.Should().Be(
                outcome.Result == CancelResult.Cancelled ? StatementStatus.Cancelled : StatementStatus.Succeeded,
                "the canceller was told {0} (seed {1})", outcome.Result, Seed);
            outcome.Statement!.Status.Should().Be(final.Status);
            outcome.Statement.CompletedAt.Should().Be(final.CompletedAt);
        }

        outcomes.Count(round => round.Outcome.Result == CancelResult.Cancelled).Should().BeGreaterThan(Rounds / 20);
        outcomes.Count(round => round.Outcome.Result == CancelResult.AlreadyFinished).Should().BeGreaterThan(Rounds / 20);
        (await BusyAsync()).Should().BeLessThan(Idle / 2, "a query that runs on would take a processor all the time");
        (await CellAsync("count(*) from range(1000)")).Should().Be("1000");
    }

    [Test]
    public async Task A_query_that_runs_is_seen_in_the_processors_time()
    {
        var statement = await Session.SubmitAsync(new() { Sql = "select count(*) from range(1000000000000) t(i) where i % 3 = 0" });
        await Session.WaitAsync(statement.Handle, Idle);

        var busy = await BusyAsync();

        busy.Should().BeGreaterThan(Idle / 2, "otherwise the idleness after the races would prove nothing");
        (await Session.CancelAsync(statement.Handle)).Result.Should().Be(CancelResult.Cancelled);
        await _executor.AllOver.WaitAsync(Patience, TimeProvider.System);
    }

    [Test]
    public async Task Queries_beside_a_cancelled_one_are_not_hit_by_its_interrupts()
    {
        for (var round = 0; round < 20; round++)
        {
            var victim = await Session.SubmitAsync(new() { Sql = "select count(*) from range(1000000000000)" });
            var neighbours = Enumerable.Range(0, 4).Select(_ => RunAsync("select sum(i) from range(1000000) t(i)")).ToList();
            (await Session.CancelAsync(victim.Handle)).Result.Should().Be(CancelResult.Cancelled);
            (await Task.WhenAll(neighbours)).Should().OnlyContain(neighbour => neighbour.Status == StatementStatus.Succeeded);
        }
    }

    private async Task<(StatementHandle Handle, CancelOutcome Outcome, Statement Ended)> RaceAsync(int round)
    {
        var random = new Random(Seed + round);
        var rows = random.Next(3) * random.Next(300_000);
        var statement = await Session.SubmitAsync(new() { Sql = $"select count(*) from range({rows}) t(i) where i % 3 = 0" });

        // Before it runs, while it runs, and when it is just over.
        if (random.Next(3) > 0)
        {
            await Session.WaitAsync(statement.Handle, TimeSpan.FromMilliseconds(random.Next(12)));
        }

        Thread.SpinWait(random.Next(20_000));
        var outcome = await Session.CancelAsync(statement.Handle);
        return (statement.Handle, outcome, await Session.WaitAsync(statement.Handle, Patience));
    }

    /// <summary>The processor time that this process takes in a moment; the least of a few, because the runner works too.</summary>
    private static async Task<TimeSpan> BusyAsync()
    {
        using var process = Process.GetCurrentProcess();
        var least = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            await Task.Delay(Idle, TimeProvider.System);
            process.Refresh();
            var busy = process.TotalProcessorTime - before;
            least = busy < least ? busy : least;
        }

        return least;
    }
}
