using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Results.Writing;

/// <summary>What the writers allocate beside the result.</summary>
[NonParallelizable]
public sealed class WriterMemoryTests
{
    private const int Rows = 100_000;

    private readonly record struct Reading(
        int Id, long? Count, decimal Price, double Value, float? Share, bool IsOn, DateOnly Day, TimeOnly Time, DateTime At, DateTimeOffset? Seen, short? None);

    private sealed record Numbers(int Id, decimal Price, DateTime At, double? None, string Text);

    [Test]
    public async Task Structs_of_numbers_and_times_allocate_nothing_each() =>
        (await AllocatedAsync(Readings())).Should().BeLessThan(Rows / 2);

    [Test]
    public async Task Objects_that_are_there_already_allocate_nothing_each()
    {
        var one = new Numbers(1, 1.25m, DateTime.UnixEpoch, null, "text");
        (await AllocatedAsync(Enumerable.Repeat(one, Rows))).Should().BeLessThan(Rows / 2);
    }

    [Test]
    public async Task Numbers_alone_allocate_nothing_each() => (await AllocatedAsync(Enumerable.Range(0, Rows))).Should().BeLessThan(Rows / 2);

    [Test]
    public async Task CSV_of_texts_numbers_and_times_allocates_nothing_each()
    {
        var csv = "text,number,day,at\n" + string.Concat(Enumerable.Repeat("\"quoted, text\",12.50,2026-01-02,2026-01-02 03:04:05.123456789\n", Rows));
        ResultColumn[] columns =
        [
            ResultColumn.Text("text"), ResultColumn.Fixed("number", 10, 2), new("day", ResultColumnType.Date), ResultColumn.Temporal("at", ResultColumnType.TimestampNtz),
        ];
        (await AllocatedAsync(result => result.WriteCsvAsync(new StringReader(csv), CancellationToken.None), columns)).Should().BeLessThan(Rows);
    }

    private static IEnumerable<Reading> Readings()
    {
        for (var i = 0; i < Rows; i++)
        {
            yield return new(
                i, i, i / 100m, i / 3d, i / 3f, (i & 1) == 0, DateOnly.FromDayNumber(i), new TimeOnly(i * 7919L), DateTime.UnixEpoch.AddSeconds(-i), DateTimeOffset.UnixEpoch, null);
        }
    }

    private static Task<long> AllocatedAsync<T>(IEnumerable<T> items) =>
        AllocatedAsync(result => result.WriteListAsync(items, CancellationToken.None));

    /// <summary>The least of some runs: in one of them a pooled buffer may have been collected, or code compiled anew.</summary>
    private static async Task<long> AllocatedAsync(Func<ResultWriter, ValueTask> write, params ResultColumn[] columns)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 4; run++)
        {
            var store = new DroppingStore();
            using var bench = await ResultBench.OpenAsync(new() { Results = { ResultBatchSize = Rows, InlineResultBytes = 1 << 29, ResultBatchBytes = 1 << 29, MaxResultBytes = 1 << 29 } }, store);
            if (columns.Length > 0)
            {
                bench.Writer.Start(columns);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            var written = write(bench.Writer);
            written.IsCompletedSuccessfully.Should().BeTrue("nothing has to be waited for, so all of it ran on this thread");
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            await written;
            bench.Writer.RowCount.Should().Be(Rows);
        }

        return least;
    }
}
