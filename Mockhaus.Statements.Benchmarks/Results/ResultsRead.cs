using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stress;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>From a query to stored batches, uncompressed; against typed getters and a Utf8JsonWriter into one buffer.</summary>
internal static class ResultsRead
{
    // Below what is kept in one piece, so that nothing is compressed.
    private const int Megabytes = 8;
    private const int Results = 8;

    public static WorstOfShapes Benchmark { get; } = new("results.read", 1, BenchmarkUnit.Ratio, async (shape, quick, progress) =>
    {
        await using var table = await ResultTable.MakeAsync(shape, Megabytes);
        var (ours, theirs) = (new StoredResults(table, new()), new TypedRows(table));
        var batches = await ours.ReadAsync();
        Check(batches, theirs.Write());
        return await new Comparison("results.read", 1, Results, ours.RunAsync, theirs.RunAsync)
        {
            Each = (StatementRuns.MegabytesOf(batches.Select(batch => batch.Info)), " MB"),
            WarmUp = WorstOfShapes.WarmUp,
        }.MeasureAsync(quick, progress);
    });

    /// <summary>Two ways to do the same are only compared when they do the same.</summary>
    private static void Check(List<ResultBatch> batches, ReadOnlyMemory<byte> json)
    {
        if (batches is not [{ Info.Encoding: BatchEncoding.Identity } only] || !only.Payload.Span.SequenceEqual(json.Span))
        {
            throw new InvalidOperationException("The two sides do not come to the same bytes.");
        }
    }
}
