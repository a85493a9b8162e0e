using Mockhaus.Statements.Benchmarks.DuckDb;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Benchmarks.History;

/// <summary>A late page of 100 of one session, of 1,000,000 entries of a hundred sessions; against one of 20,000.</summary>
/// <param name="isFile">Whether the history is a DuckDB file.</param>
internal sealed class HistoryPages(bool isFile) : IBenchmark
{
    private const int PageSize = 100;
    private const int Sessions = 100;
    private const int Pages = 40;

    public string Name => isFile ? "history.page.duckdb" : "history.page";

    public double Bar => isFile ? 0.3 : 0.7;

    public BenchmarkUnit Unit => BenchmarkUnit.Ratio;

    public async Task<Measurement> MeasureAsync(bool quick, Action<string> progress)
    {
        using var folder = new TemporaryFolder();
        await using var small = await MakeAsync(folder.File("small.db"), 20_000, progress);
        await using var large = await MakeAsync(folder.File("large.db"), quick ? 200_000 : 1_000_000, progress);
        var (few, many) = (await LastPageAsync(small), await LastPageAsync(large));
        return await new Comparison(Name, Bar, Pages, count => ReadAsync(large, many, count), count => ReadAsync(small, few, count)).MeasureAsync(quick, progress);
    }

    private async Task<IStatementHistory> MakeAsync(string path, int count, Action<string> progress)
    {
        progress($"making {count} entries");
        var options = new MockhausStatementsOptions { History = { MaxBytes = 4L * 1024 * 1024 * 1024 } };
        IStatementHistory history = isFile ? await DuckDbStatementHistory.OpenAsync(path) : new MemoryStatementHistory(options);
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var group in Enumerable.Range(0, count).Chunk(10_000))
        {
            await history.AppendAsync([.. group.Select(i => new HistoryEntry
            {
                Id = Guid.CreateVersion7(at.AddMilliseconds(i)),
                Kind = HistoryEntryKind.Ended,
                At = at.AddMilliseconds(i),
                SessionId = $"session {i % Sessions}",
                Handle = new(Guid.CreateVersion7(at.AddMilliseconds(i))),
                Status = StatementStatus.Succeeded,
                Sql = $"select a, b, c from a_table_of_some_length where column_{i % 1000} = ? and another_column > ? order by a limit ?",
                CreatedAt = at.AddMilliseconds(i - 5),
                CompletedAt = at.AddMilliseconds(i),
            })]);
        }

        return history;
    }

    /// <summary>The position of the last full page of a session.</summary>
    private static async Task<string> LastPageAsync(IStatementHistory history)
    {
        var filter = new HistoryFilter { SessionId = "session 7" };
        while (true)
        {
            var page = await history.ReadAsync(filter, PageSize);
            if (page.Next is null || (await history.ReadAsync(filter with { After = page.Next }, PageSize)).Entries.Count < PageSize)
            {
                return filter.After!;
            }

            filter = filter with { After = page.Next };
        }
    }

    private static async Task<TimeSpan> ReadAsync(IStatementHistory history, string last, int count)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            // The first page and the last one.
            var page = await history.ReadAsync(new() { SessionId = "session 7", After = i % 2 == 0 ? null : last }, PageSize);
            if (page.Entries.Count == 0)
            {
                throw new InvalidOperationException("The page is empty.");
            }
        }

        return TimeProvider.System.GetElapsedTime(start);
    }
}
