using System.Globalization;
using System.Security.Cryptography;
using Mockhaus.Statements.Benchmarks.DuckDb;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stress;

namespace Mockhaus.Statements.Benchmarks.Redis;

/// <summary>How long polls wait while a result of 100 MB is written beside them, on the same server and on another: the slowest in a hundred.</summary>
internal sealed class RedisPoll : IBenchmark
{
    private const int BatchLength = 4 * 1024 * 1024;
    private const int Batches = 25;
    private const int Pollers = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    public string Name => "redis.poll";

    public double Bar => 50;

    public BenchmarkUnit Unit => BenchmarkUnit.Milliseconds;

    public async Task<Measurement> MeasureAsync(bool quick, Action<string> progress)
    {
        using var server = await RedisProcess.StartAsync();
        await using var own = await RedisStatementStore.ConnectAsync(new() { Configuration = server.Configuration });
        await using var other = await RedisStatementStore.ConnectAsync(new() { Configuration = server.Configuration });
        progress("warming up");
        await RoundAsync(own, other);
        var (slow, usual) = (new List<double>(), new List<double>());
        for (var round = 0; round < BenchmarkRounds.Count(quick); round++)
        {
            progress(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}"));
            ProcessMemory.CleanUp();
            var times = (await RoundAsync(own, other)).Order().ToList();
            slow.Add(times[(int)(times.Count * 0.99)]);
            usual.Add(times[times.Count / 2]);
        }

        return Measurement.Of(slow, string.Create(CultureInfo.InvariantCulture, $"p99; {Measurement.Median(usual):0.00} ms at the median"));
    }

    private static async Task<List<double>> RoundAsync(RedisStatementStore own, RedisStatementStore other)
    {
        var running = await RunningAsync(own);
        var polled = await RunningAsync(own);
        using var isWritten = new CancellationTokenSource();
        var polling = Enumerable.Range(0, Pollers)
            .Select(poller => Task.Run(() => PollAsync(poller % 2 == 0 ? own : other, polled.Handle, isWritten.Token)))
            .ToList();
        var payload = RandomNumberGenerator.GetBytes(BatchLength);
        for (var number = 0; number < Batches; number++)
        {
            await own.WriteBatchAsync(running.Handle, StoredLives.Batch(number, payload), CancellationToken.None);
        }

        await isWritten.CancelAsync();
        await own.RemoveAsync(running.Handle, CancellationToken.None);
        return [.. (await Task.WhenAll(polling)).SelectMany(times => times)];
    }

    private static async Task<List<double>> PollAsync(RedisStatementStore store, StatementHandle handle, CancellationToken isWritten)
    {
        var times = new List<double>();
        while (!isWritten.IsCancellationRequested)
        {
            var start = TimeProvider.System.GetTimestamp();
            _ = await store.FindAsync(handle, CancellationToken.None) ?? throw new InvalidOperationException("It was there.");
            times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }

        return times;
    }

    private static async Task<Statement> RunningAsync(RedisStatementStore store)
    {
        var submitted = StoredLives.New("session");
        await store.AddAsync(submitted, int.MaxValue, CancellationToken.None);
        var running = submitted with { Status = StatementStatus.Running, StartedAt = submitted.CreatedAt, Version = 2 };
        await store.ReplaceAsync(running, 1, CancellationToken.None);
        return running;
    }
}
