namespace Mockhaus.Statements.Tests.DuckDb;

public sealed class CancelRaceTests : DuckDbFixture
{
    private const int Rounds = 200;
    private EndCountingStore _store = null!;

    protected override IStatementStore CreateStore() => _store = new();

    [Test]
    public async Task Of_a_cancel_and_a_short_query_one_wins_and_everybody_is_told_the_same()
    {
        const int Seed = 20260715;
        var random = new Random(Seed);
        var results = new List<CancelResult>();
        for (var round = 0; round < Rounds; round++)
        {
            var statement = await Session.SubmitAsync(new() { Sql = $"select count(*) from range({random.Next(300_000)}) t(i) where i % 3 = 0" });
            Thread.SpinWait(random.Next(20_000));
            var outcome = await Session.CancelAsync(statement.Handle);
            var ended = await Session.WaitAsync(statement.Handle, Patience);

            var told = outcome.Result == CancelResult.Cancelled ? StatementStatus.Cancelled : StatementStatus.Succeeded;
            ended.Status.Should().Be(told, "the canceller was told {0} (seed {1}, round {2})", outcome.Result, Seed, round);
            outcome.Statement!.Status.Should().Be(told);
            _store.EndsOf(statement.Handle).Should().Be(1);
            results.Add(outcome.Result);
        }

        results.Should().OnlyContain(result => result == CancelResult.Cancelled || result == CancelResult.AlreadyFinished);
        (await CellAsync("count(*) from range(1000)")).Should().Be("1000");
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
}
