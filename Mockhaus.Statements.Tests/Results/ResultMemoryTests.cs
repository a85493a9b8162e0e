using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Results;

[NonParallelizable]
public sealed class ResultMemoryTests
{
    private const int Rows = 10_000;

    [Test]
    public async Task Two_hundred_megabytes_of_rows_need_little_memory()
    {
        const int Megabyte = 1024 * 1024;
        var store = new DroppingStore();
        using var bench = await ResultBench.OpenAsync(new() { Results = { MaxResultBytes = 1024L * Megabyte } }, store);
        bench.Writer.Start([ResultColumn.Text("x")]);
        var cell = new string('x', 1024);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = before;
        for (var row = 0; row < 200 * 1024; row++)
        {
            bench.Row.WriteText(cell);
            await bench.EndRowAsync();
            most = row % 1024 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: false)) : most;
        }

        await bench.CompleteAsync();
        store.Bytes.Should().BeGreaterThan(200L * Megabyte);
        (most - before).Should().BeLessThan(64L * Megabyte);
    }

    [Test]
    public async Task Rows_of_numbers_and_times_allocate_nothing()
    {
        using var bench = await ResultBench.OpenAsync(new() { Results = { ResultBatchSize = 1_000_000 } }, new DroppingStore());
        Start(bench);
        // In some of the runs the buffer takes one more array; what every row allocates would show in all of them.
        var allocated = Enumerable.Range(0, 40).Min(_ => Write(bench, Rows / 10));
        allocated.Should().Be(0);
    }

    [Test]
    public async Task Batches_of_numbers_and_times_allocate_a_little_each()
    {
        using var bench = await ResultBench.OpenAsync(new() { Results = { ResultBatchSize = 1_000, InlineResultBytes = 0 } }, new DroppingStore());
        Start(bench);
        var least = long.MaxValue;
        for (var i = 0; i < 6; i++)
        {
            // Of the whole process: batches are packed on other threads.
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await WriteAsync(bench);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        (least / (Rows / 1_000)).Should().BeLessThan(4_096);
    }

    private static void Start(ResultBench bench) => bench.Writer.Start(
    [
        ResultColumn.Fixed("i"),
        ResultColumn.Fixed("d", 38, 4),
        new("r", ResultColumnType.Real),
        new("f", ResultColumnType.Real),
        new("b", ResultColumnType.Boolean),
        new("day", ResultColumnType.Date),
        ResultColumn.Temporal("t", ResultColumnType.Time),
        ResultColumn.Temporal("ts", ResultColumnType.TimestampNtz),
        ResultColumn.Temporal("tz", ResultColumnType.TimestampTz),
        ResultColumn.Text("none"),
    ]);

    private static long Write(ResultBench bench, int rows)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rows; i++)
        {
            WriteCells(bench, i);
            var ended = bench.EndRowAsync();
            if (!ended.IsCompletedSuccessfully)
            {
                Assert.Fail("No batch is full, so nothing is waited for.");
            }
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static async Task WriteAsync(ResultBench bench)
    {
        for (var i = 0; i < Rows; i++)
        {
            WriteCells(bench, i);
            await bench.EndRowAsync();
        }
    }

    private static void WriteCells(ResultBench bench, int i)
    {
        bench.Row.WriteInt64(i);
        bench.Row.WriteDecimal(-i);
        bench.Row.WriteReal(i / 3d);
        bench.Row.WriteSingle(i / 3f);
        bench.Row.WriteBoolean((i & 1) == 0);
        bench.Row.WriteDate(i - 5_000);
        bench.Row.WriteTime(i * 1_000_000_007L);
        bench.Row.WriteTimestamp(i - 5_000, i);
        bench.Row.WriteTimestampTz(i - 5_000, i, (i % 1_440) - 720);
        bench.Row.WriteNull();
    }
}
