using System.Security.Cryptography;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>The size of a file in which nearly everything has expired. Its tables are of 1 MB; what is written fills more than DuckDB's log.</summary>
public sealed class SpaceTests : StoreFileFixture
{
    private const int Megabyte = 1024 * 1024;
    private const int Passing = 80;
    private static readonly TimeSpan Retention = TimeSpan.FromDays(1);

    private long Length => new FileInfo(File).Length;

    private long LogLength => System.IO.File.Exists(Log) ? new FileInfo(Log).Length : 0;

    [Test]
    public async Task A_file_in_which_everything_has_expired_is_short_again()
    {
        await using var store = OpenSmall();
        await FillAsync(store);
        Length.Should().BeGreaterThan(14 * Megabyte, "that is what has to be given back");

        await ExpireAsync(store);

        Length.Should().BeLessThanOrEqualTo(2 * Megabyte);
    }

    [Test]
    public async Task What_still_runs_at_the_end_of_a_long_file_moves_to_its_front_and_stays_whole()
    {
        await using var store = OpenSmall();
        var (running, batch) = await RunBehindManyAsync(store);

        await ExpireAsync(store);

        Length.Should().BeLessThanOrEqualTo(3 * Megabyte);
        (await store.FindAsync(running.Handle, default)).Should().BeEquivalentTo(running);
        (await store.ReadBatchAsync(running.Handle, 0, default))!.Payload.ToArray().Should().Equal(batch.Payload.ToArray());
        await using var copy = Open(CopyAsAfterAKill());
        (await copy.FindAsync(running.Handle, default)).Should().BeEquivalentTo(running);
        (await copy.ReadBatchAsync(running.Handle, 0, default))!.Payload.ToArray().Should().Equal(batch.Payload.ToArray());
    }

    [Test]
    public async Task A_file_that_is_short_already_is_left_alone()
    {
        await using var store = OpenSmall();
        await RunBehindManyAsync(store);
        await ExpireAsync(store);
        var before = (Length, LogLength);

        await ExpireAsync(store);

        (Length, LogLength).Should().Be(before);
    }

    [Test]
    public async Task One_with_many_batches_is_read_as_it_stands_also_after_it_has_been_read_before()
    {
        await using var store = OpenSmall();
        var running = Samples.Started(await AddAsync(store), TimeProvider.System.GetUtcNow());
        await store.ReplaceAsync(running, 1, default);
        var infos = Enumerable.Range(0, 500).Select(number => new ResultBatchInfo(number, 1, 10, 10, BatchEncoding.Gzip)).ToArray();
        var succeeded = Samples.Succeeded(running, TimeProvider.System.GetUtcNow(), infos);
        await store.ReplaceAsync(succeeded, 2, default);
        (await store.FindAsync(running.Handle, default)).Should().BeEquivalentTo(succeeded);
        (await store.FindAsync(running.Handle, default)).Should().BeEquivalentTo(succeeded);

        var tombstone = succeeded.ToTombstone();
        await store.ReplaceAsync(tombstone, 3, default);

        (await store.FindAsync(running.Handle, default)).Should().BeEquivalentTo(tombstone);
    }

    private DuckDbStatementStore OpenSmall() => new(new() { Path = File, GenerationSize = 1 });

    private static async Task FillAsync(DuckDbStatementStore store)
    {
        for (var i = 0; i < Passing; i++)
        {
            await AddSucceededAsync(store, Noise());
        }
    }

    private static async Task<(Statement Running, ResultBatch Batch)> RunBehindManyAsync(DuckDbStatementStore store)
    {
        await FillAsync(store);
        var running = Samples.Started(await AddAsync(store), TimeProvider.System.GetUtcNow());
        (await store.ReplaceAsync(running, 1, default)).Written.Should().BeTrue();
        var batch = Samples.Batch(0, Noise());
        (await store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();
        return (running, batch);
    }

    /// <summary>Twice: the first pass makes tombstones, by the second they stand in no table's way.</summary>
    private static async Task ExpireAsync(DuckDbStatementStore store)
    {
        var now = TimeProvider.System.GetUtcNow().AddHours(2);
        await store.PurgeExpiredAsync(now, Retention, default);
        await store.PurgeExpiredAsync(now, Retention, default);
    }

    /// <summary>A quarter of a megabyte that nothing packs much smaller.</summary>
    private static string Noise() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Megabyte * 3 / 16));
}
