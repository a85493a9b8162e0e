using System.IO.Compression;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stress;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>From a query to stored batches, with default options and so compressed; against GZipStream alone over the same JSON.</summary>
internal static class ResultsGzip
{
    private const int Megabytes = 24;

    public static WorstOfShapes Benchmark { get; } = new("results.gzip", 0.8, BenchmarkUnit.Ratio, async (shape, quick, progress) =>
    {
        await using var table = await ResultTable.MakeAsync(shape, Megabytes);
        var ours = new StoredResults(table, new());
        var batches = await ours.ReadAsync();

        // The first batch is not compressed by us, and so not by the other side.
        var packed = batches.Where(batch => batch.Info.Encoding == BatchEncoding.Gzip).ToList();
        var theirs = packed.ConvertAll(batch => batch.GetJson());
        var found = await new Comparison("results.gzip", 0.8, 1, ours.RunAsync, count => CompressAsync(theirs, count))
        {
            Each = (StatementRuns.MegabytesOf(batches.Select(batch => batch.Info)), " MB"),
            WarmUp = WorstOfShapes.WarmUp,
        }.MeasureAsync(quick, progress);
        return found with { Detail = $"{found.Detail}, packed to {packed.Sum(batch => (long)batch.Info.StoredBytes) / ProcessMemory.MB:0} MB" };
    });

    private static Task<TimeSpan> CompressAsync(List<ReadOnlyMemory<byte>> batches, int count) => Task.Run(() =>
    {
        var packed = new MemoryStream();
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            foreach (var batch in batches)
            {
                packed.SetLength(0);
                using var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
                gzip.Write(batch.Span);
            }
        }

        return TimeProvider.System.GetElapsedTime(start);
    });
}
