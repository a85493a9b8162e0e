using System.Security.Cryptography;
using Mockhaus.Statements.Benchmarks.DuckDb;
using Mockhaus.Statements.Redis;
using StackExchange.Redis;

namespace Mockhaus.Statements.Benchmarks.Redis;

/// <summary>Batches in and out, one after the other; against the raw client's SET and GET of the same bytes.</summary>
internal sealed class RedisBatches : IBenchmark
{
    private const int Kilobyte = 1024;
    private static readonly int[] Lengths = [64 * Kilobyte, 1024 * Kilobyte, 4096 * Kilobyte];

    /// <summary>How many bytes a round moves in, and out.</summary>
    private const int Bytes = 128 * 1024 * Kilobyte;

    /// <summary>Many and short: two processes wake each other for each batch, and how fast they do is another each moment.</summary>
    private const int Rounds = 27;

    public string Name => "redis.batch";

    public double Bar => 0.8;

    public BenchmarkUnit Unit => BenchmarkUnit.Ratio;

    public async Task<Measurement> MeasureAsync(bool quick, Action<string> progress)
    {
        var found = new List<(int Length, Measurement Measurement)>();
        foreach (var length in Lengths)
        {
            var comparison = new Comparison(Name, Bar, Bytes / length, count => OursAsync(count, length), count => TheirsAsync(count, length))
            {
                Each = (length / (1024.0 * Kilobyte), " MB"),
                WarmUp = TimeSpan.FromSeconds(3),
                Rounds = Rounds,
            };
            found.Add((length, await comparison.MeasureAsync(quick, step => progress($"{length / Kilobyte} KB, {step}"))));
        }

        var details = found.Select(entry => $"{entry.Length / Kilobyte} KB {Unit.Show(entry.Measurement.Value)} ({entry.Measurement.Detail})");
        return found.MinBy(entry => entry.Measurement.Value).Measurement with { Detail = string.Join(", ", details) };
    }

    private static async Task<TimeSpan> OursAsync(int count, int length)
    {
        using var server = await RedisProcess.StartAsync();
        await using var store = await RedisStatementStore.ConnectAsync(new() { Configuration = server.Configuration });
        var submitted = StoredLives.New("session");
        await store.AddAsync(submitted, int.MaxValue, CancellationToken.None);
        await store.ReplaceAsync(submitted with { Status = StatementStatus.Running, Version = 2 }, 1, CancellationToken.None);
        var payload = RandomNumberGenerator.GetBytes(length);
        var start = TimeProvider.System.GetTimestamp();
        for (var number = 0; number < count; number++)
        {
            await store.WriteBatchAsync(submitted.Handle, StoredLives.Batch(number, payload), CancellationToken.None);
        }

        for (var number = 0; number < count; number++)
        {
            Check((await store.ReadBatchAsync(submitted.Handle, number, CancellationToken.None))!.Payload.Length, length);
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    private static async Task<TimeSpan> TheirsAsync(int count, int length)
    {
        using var server = await RedisProcess.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        var database = connection.GetDatabase();
        var payload = RandomNumberGenerator.GetBytes(length);
        var keys = Enumerable.Range(0, count).Select(number => (RedisKey)$"batch-{number}").ToArray();
        var start = TimeProvider.System.GetTimestamp();
        foreach (var key in keys)
        {
            await database.StringSetAsync(key, payload);
        }

        foreach (var key in keys)
        {
            Check(((byte[])(await database.StringGetAsync(key))!).Length, length);
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    private static void Check(int read, int length)
    {
        if (read != length)
        {
            throw new InvalidOperationException($"{read} bytes came back of {length}.");
        }
    }
}
