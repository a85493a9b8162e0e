using System.Globalization;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stress;

namespace Mockhaus.Statements.Benchmarks.DuckDb;

/// <summary>The memory that 256 callers need who write batches of 1 MB for a minute, over what the process had before; what they write is theirs.</summary>
internal sealed class DuckDbBatches : IBenchmark
{
    private const int Callers = 256;
    private const int BatchBytes = 1024 * 1024;
    private const int BatchesOfAStatement = 4;
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(1);

    public string Name => "duckdb.batches";

    public double Bar => 400;

    public BenchmarkUnit Unit => BenchmarkUnit.Megabytes;

    public async Task<Measurement> MeasureAsync(bool quick, Action<string> progress)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("statements.db");
        await using var store = new DuckDbStatementStore(new() { Path = path });
        var payloads = Enumerable.Range(0, Callers).Select(Payload).ToList();
        ProcessMemory.CleanUp();
        var idle = ProcessMemory.Private();

        var start = TimeProvider.System.GetTimestamp();
        var end = quick ? TimeSpan.FromSeconds(5) : TimeSpan.FromMinutes(1);
        var batches = 0;
        progress($"{Callers} callers write for {end}");
        var peak = await ProcessMemory.PeakAsync(Task.WhenAll([.. payloads.Select((payload, caller) => Task.Run(() => WriteAsync(caller, payload))), SweepAsync()]));
        return Measurement.Of(
            [(peak - idle) / ProcessMemory.MB],
            string.Create(CultureInfo.InvariantCulture, $"{batches} batches in {Elapsed().TotalSeconds:0} s; {idle / ProcessMemory.MB:0} MB before, {new FileInfo(path).Length / ProcessMemory.MB:0} MB on disk"));

        TimeSpan Elapsed() => TimeProvider.System.GetElapsedTime(start);

        async Task WriteAsync(int caller, byte[] payload)
        {
            while (Elapsed() < end)
            {
                var statement = await StoredLives.LiveAsync(
                    store, $"session-{caller}", [.. Enumerable.Range(0, BatchesOfAStatement).Select(number => StoredLives.Batch(number, payload))]);
                Interlocked.Add(ref batches, BatchesOfAStatement);
                await store.RemoveAsync(statement.Handle, CancellationToken.None);
            }
        }

        async Task SweepAsync()
        {
            while (Elapsed() < end)
            {
                await Task.Delay(Sweep, TimeProvider.System);
                await store.PurgeExpiredAsync(TimeProvider.System.GetUtcNow(), TimeSpan.Zero, CancellationToken.None);
            }
        }
    }

    /// <summary>Nothing that could be packed.</summary>
    private static byte[] Payload(int caller)
    {
        var payload = new byte[BatchBytes];
        new Random(caller).NextBytes(payload);
        return payload;
    }
}
