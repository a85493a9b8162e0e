using System.Diagnostics;
using System.Threading.Channels;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

[NonParallelizable]
public sealed class LargeResultMemoryTests : DuckDbFixture
{
    private const int Rows = 3_000_000;
    private const long Megabyte = 1024 * 1024;
    private const string Sql = """
        select i, i * 1.25::DOUBLE as d, (i * 0.01)::DECIMAL(18,4) as n, 'customer number ' || i as s, DATE '2000-01-01' + (i % 9000)::INT as day,
            TIMESTAMP '2026-01-01' + to_microseconds(i * 1001) as ts, i % 2 = 0 as b, if(i % 3 = 0, NULL, (i % 100)::INT) as m,
            TIME '00:00:00' + to_seconds(i % 86400) as t, md5(i::VARCHAR) as h
        from range(3000000) r(i)
        """;

    private readonly Channel<long> _written = Channel.CreateUnbounded<long>();
    private long _mostPrivate;
    private long _mostResident;

    protected override MockhausStatementsOptions Options => new() { Results = { MaxResultBytes = 1024 * Megabyte } };

    protected override IStatementStore CreateStore() => new DiskBatchStore(Sample);

    [Test]
    public async Task Three_million_rows_grow_the_process_little_while_polls_are_answered_at_once()
    {
        var other = await RunAsync("select 1");

        // What earlier tests have left free would hide what this one takes.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var (privateBefore, residentBefore) = Memory();
        (_mostPrivate, _mostResident) = (privateBefore, residentBefore);

        var running = await Session.SubmitAsync(new() { Sql = Sql });
        var polling = PollAsync(other.Handle);
        var ended = await Session.WaitAsync(running.Handle, Patience);
        _written.Writer.Complete();
        var polls = await polling;

        ended.Error.Should().BeNull();
        ended.Result!.RowCount.Should().Be(Rows);
        ended.Result.Batches.Sum(batch => (long)batch.UncompressedBytes).Should().BeGreaterThan(300 * Megabyte);
        var last = await Session.ReadBatchAsync(running.Handle, ended.Result.Batches.Count - 1);
        BatchJson.Rows(last!)[^1][3].Should().Be($"customer number {Rows - 1}");

        polls.Sort();
        var median = polls[polls.Count / 2];
        var (privateGrowth, residentGrowth) = (_mostPrivate - privateBefore, _mostResident - residentBefore);
        await TestContext.Out.WriteLineAsync(
            $"private +{privateGrowth / Megabyte} MB, resident +{residentGrowth / Megabyte} MB, {polls.Count} polls, median {median.TotalMilliseconds:0.000} ms, worst {polls[^1].TotalMilliseconds:0.000} ms");
        privateGrowth.Should().BeLessThan(200 * Megabyte);
        residentGrowth.Should().BeLessThan(200 * Megabyte);
        median.Should().BeLessThan(TimeSpan.FromMilliseconds(50));
    }

    /// <summary>One poll for each batch that is written, timed from that moment, the wait for a thread included.</summary>
    private async Task<List<TimeSpan>> PollAsync(StatementHandle handle)
    {
        var polls = new List<TimeSpan>();
        await foreach (var start in _written.Reader.ReadAllAsync())
        {
            await Session.GetAsync(handle);
            polls.Add(TimeProvider.System.GetElapsedTime(start));
        }

        return polls;
    }

    private void Sample(ResultBatchInfo batch)
    {
        var (ours, resident) = Memory();
        (_mostPrivate, _mostResident) = (Math.Max(_mostPrivate, ours), Math.Max(_mostResident, resident));
        _written.Writer.TryWrite(TimeProvider.System.GetTimestamp());
    }

    private static (long Private, long Resident) Memory()
    {
        using var process = Process.GetCurrentProcess();
        return (process.PrivateMemorySize64, process.WorkingSet64);
    }
}
