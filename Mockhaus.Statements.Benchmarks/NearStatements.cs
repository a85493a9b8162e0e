using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>Finished statements to be found again and again, and how long that takes.</summary>
internal sealed class NearStatements
{
    // More than the processor keeps in its first caches, as a server has it; few enough to be set up for each round.
    private const int Count = 10_000;

    private readonly Statement[] _statements = [.. Enumerable.Range(0, Count).Select(_ => NewFinished())];

    public IReadOnlyList<Statement> All => _statements;

    /// <summary>Puts all of them into a store, finished.</summary>
    public async Task StoreAsync(IStatementStore store)
    {
        foreach (var finished in _statements)
        {
            var submitted = finished with { Status = StatementStatus.Submitted, CompletedAt = null, ExpiresAt = null, Version = 1 };
            await store.AddAsync(submitted, int.MaxValue, CancellationToken.None);
            await store.ReplaceAsync(finished, 1, CancellationToken.None);
        }
    }

    /// <summary>Finds one after the other in a store.</summary>
    public async Task<TimeSpan> FindAsync(IStatementStore store, int count)
    {
        var found = 0;
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            found += await store.FindAsync(_statements[i % Count].Handle, CancellationToken.None) is null ? 0 : 1;
        }

        var elapsed = TimeProvider.System.GetElapsedTime(start);
        return found == count ? elapsed : throw new InvalidOperationException($"{count - found} of {count} statements were not found.");
    }

    private static Statement NewFinished()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new()
        {
            Handle = StatementHandle.New(TimeProvider.System),
            SessionId = "bench",
            Sql = "select 1",
            Status = StatementStatus.Failed,
            CreatedAt = now,
            CompletedAt = now,
            ExpiresAt = now.AddHours(1),
            TimeToLive = TimeSpan.FromHours(1),
            Version = 2,
        };
    }
}
