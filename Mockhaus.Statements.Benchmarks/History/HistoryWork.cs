using Mockhaus.Statements.Benchmarks.DuckDb;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Benchmarks.History;

/// <summary>Whole statements with a history; against the same without one.</summary>
internal static class HistoryWork
{
    private const int Callers = 256;

    public static Comparison InMemory { get; } = new("history.noop", 0.85, 50_000, count => MemoryAsync(count, true), count => MemoryAsync(count, false));

    public static Comparison OnFile { get; } = new("history.duckdb", 0.8, 8_000, count => FileAsync(count, true), count => FileAsync(count, false));

    private static async Task<TimeSpan> MemoryAsync(int count, bool hasHistory)
    {
        var options = new MockhausStatementsOptions { Limits = { MaxStatementsPerSession = count } };
        using var store = new MemoryStatementStore(options);
        await using var history = new MemoryStatementHistory();
        await using var manager = new StatementManager(store, new NoopExecutor(), options, history: hasHistory ? history : null);
        return await RunAsync(manager, history, count, hasHistory);
    }

    private static async Task<TimeSpan> FileAsync(int count, bool hasHistory)
    {
        using var folder = new TemporaryFolder();
        var options = new MockhausStatementsOptions { Limits = { MaxStatementsPerSession = count } };
        await using var store = new DuckDbStatementStore(new() { Path = folder.File("statements.db") });
        await using var history = await DuckDbStatementHistory.OpenAsync(folder.File("history.db"));
        await using var manager = new StatementManager(store, new NoopExecutor(), options, history: hasHistory ? history : null);
        return await RunAsync(manager, history, count, hasHistory);
    }

    private static async Task<TimeSpan> RunAsync(StatementManager manager, IStatementHistory history, int count, bool hasHistory)
    {
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var session = manager.OpenSession("bench");
            for (var i = caller; i < count; i += Callers)
            {
                var statement = await session.SubmitAsync(new() { Sql = "select a, b from t where c = 'a value' and d > 42" });
                await session.WaitAsync(statement.Handle, Timeout.InfiniteTimeSpan);
            }
        })));

        // The time until all of it is recorded.
        if (hasHistory)
        {
            await manager.ReadHistoryAsync(limit: 1);
        }

        var elapsed = TimeProvider.System.GetElapsedTime(start);
        if (hasHistory && await CountAsync(history) is var recorded && recorded != count)
        {
            throw new InvalidOperationException($"{recorded} of {count} statements are in the history.");
        }

        return elapsed;
    }

    private static async Task<int> CountAsync(IStatementHistory history)
    {
        var (count, filter) = (0, new HistoryFilter());
        while (true)
        {
            var page = await history.ReadAsync(filter, 10_000);
            count += page.Entries.Count;
            if (page.Next is null)
            {
                return count;
            }

            filter = filter with { After = page.Next };
        }
    }
}
