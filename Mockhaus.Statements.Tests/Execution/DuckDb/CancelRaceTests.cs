using System.Globalization;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class CancelRaceTests : DuckDbFixture
{
    private const int Rounds = 1_000;
    private const int AtOnce = 4;
    private const int Seed = 20260715;

    private EndCountingStore _store = null!;
    private CountingExecutor _executor = null!;

    protected override MockhausStatementsOptions Options => new() { Limits = { MaxStatementsPerSession = 2 * Rounds } };

    protected override IStatementStore CreateStore() => _store = new(new MemoryStatementStore());

    protected override IStatementExecutor Wrap(IStatementExecutor executor) => _executor = new(executor);

    [Test]
    public async Task Of_a_cancel_and_a_query_one_wins_everybody_is_told_the_same_and_nothing_runs_on()
    {
        var outcomes = new List<(StatementHandle Handle, CancelResult Outcome, Statement Ended)>();
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
                outcome.Status == CancelStatus.Cancelled ? StatementStatus.Cancelled : StatementStatus.Succeeded,
                "the canceller was told {0} (seed {1})", outcome.Status, Seed);
            outcome.Statement!.Status.Should().Be(final.Status);
            outcome.Statement.CompletedAt.Should().Be(final.CompletedAt);
        }

        outcomes.Count(round => round.Outcome.Status == CancelStatus.Cancelled).Should().BeGreaterThan(Rounds / 100);
        outcomes.Count(round => round.Outcome.Status == CancelStatus.AlreadyFinished).Should().BeGreaterThan(Rounds / 100);
        (await ConnectionsAsync()).Should().Be(0, "a query that runs on would have its connection");
        (await CellAsync("count(*) from range(1000)")).Should().Be("1000");
    }

    [Test]
    public async Task A_query_that_runs_is_seen_among_the_connections()
    {
        var statement = await Session.SubmitAsync(new() { Sql = "select count(*) from range(1000000000000) t(i) where i % 3 = 0" });
        var start = TimeProvider.System.GetTimestamp();
        var count = await ConnectionsAsync();
        while (count == 0 && TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            count = await ConnectionsAsync();
        }

        count.Should().Be(1, "otherwise there being none after the races would prove nothing");

        (await Session.CancelAsync(statement.Handle)).Status.Should().Be(CancelStatus.Cancelled);
        await _executor.AllOver.WaitAsync(Patience, TimeProvider.System);
        (await ConnectionsAsync()).Should().Be(0);
    }

    [Test]
    public async Task Queries_beside_a_cancelled_one_are_not_hit_by_its_interrupts()
    {
        for (var round = 0; round < 20; round++)
        {
            var victim = await Session.SubmitAsync(new() { Sql = "select count(*) from range(1000000000000)" });
            var neighbours = Enumerable.Range(0, 4).Select(_ => RunAsync("select sum(i) from range(1000000) t(i)")).ToList();
            (await Session.CancelAsync(victim.Handle)).Status.Should().Be(CancelStatus.Cancelled);
            (await Task.WhenAll(neighbours)).Should().OnlyContain(neighbour => neighbour.Status == StatementStatus.Succeeded);
        }
    }

    private async Task<(StatementHandle Handle, CancelResult Outcome, Statement Ended)> RaceAsync(int round)
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

    /// <summary>How many connections the database has beside its first one and the one that asks; each running query has one.</summary>
    private async Task<int> ConnectionsAsync() =>
        int.Parse((await CellAsync("count - 2 from duckdb_connection_count()"))!, CultureInfo.InvariantCulture);
}
