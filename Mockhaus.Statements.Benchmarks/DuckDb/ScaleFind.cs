using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Benchmarks.DuckDb;

/// <summary>Finds in a file of 1,000,000 finished statements; against one of 1,000. Each at random.</summary>
internal sealed class ScaleFind : IBenchmark
{
    private const int Finds = 500;

    public string Name => "scale.find";

    public double Bar => 0.7;

    public BenchmarkUnit Unit => BenchmarkUnit.Ratio;

    public async Task<Measurement> MeasureAsync(bool quick, Action<string> progress)
    {
        using var folder = new TemporaryFolder();
        var (few, many) = (folder.File("few.db"), folder.File("many.db"));
        var fewHandles = await LargeFile.MakeAsync(few, 1_000, progress);
        var manyHandles = await LargeFile.MakeAsync(many, quick ? 100_000 : 1_000_000, progress);
        await using var small = new DuckDbStatementStore(new() { Path = few });
        await using var large = new DuckDbStatementStore(new() { Path = many });
        await new Comparison(Name, Bar, Finds, count => FindAsync(large, manyHandles, count), count => FindAsync(small, fewHandles, count))
            .MeasureAsync(quick: true, progress);
        return await new Comparison(Name, Bar, Finds, count => FindAsync(large, manyHandles, count), count => FindAsync(small, fewHandles, count))
            .MeasureAsync(quick, progress);
    }

    private static async Task<TimeSpan> FindAsync(DuckDbStatementStore store, List<StatementHandle> handles, int count)
    {
        var random = new Random(1);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var handle = handles[random.Next(handles.Count)];
            if ((await store.FindAsync(handle, CancellationToken.None))?.Status != StatementStatus.Succeeded)
            {
                throw new InvalidOperationException($"Statement {handle} was not found as it was stored.");
            }
        }

        return TimeProvider.System.GetElapsedTime(start);
    }
}
