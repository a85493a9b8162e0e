using System.Security.Cryptography;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

public sealed class FailedWriteTests : StoreFileFixture
{
    private const int MegaByte = 1024 * 1024;

    // The first fails in the commit, the second before it.
    [TestCase(24)]
    [TestCase(40)]
    public async Task What_is_acknowledged_after_a_write_that_ran_out_of_memory_is_in_the_file(int megabytes)
    {
        Statement running;
        Statement later;
        await using (var store = new DuckDbStatementStore(new() { Path = File, MemoryLimit = 32 }))
        {
            running = await AddRunningAsync(store);
            var write = async () => await store.WriteBatchAsync(running.Handle, BatchOf(RandomNumberGenerator.GetBytes(megabytes * MegaByte)), default);
            await write.Should().ThrowAsync<StatementStoreException>();

            later = await AddAsync(store);
            await using var killed = Open(CopyAsAfterAKill());
            (await killed.FindAsync(later.Handle, default)).Should().BeEquivalentTo(later);
            (await killed.ReadBatchAsync(running.Handle, 0, default)).Should().BeNull();
        }

        await using var again = Open();
        (await again.FindAsync(later.Handle, default)).Should().BeEquivalentTo(later);
        (await again.FindAsync(running.Handle, default)).Should().BeEquivalentTo(running);
        (await again.ReadBatchAsync(running.Handle, 0, default)).Should().BeNull("its write has failed");
    }

    [Test]
    public async Task Bytes_that_cannot_be_read_fail_their_own_write_and_no_neighbour()
    {
        var clock = new HeldClock(TimeProvider.System.GetUtcNow());
        Statement neighbour;
        await using (var store = new DuckDbStatementStore(new() { Path = File }, clock))
        {
            var finished = await AddSucceededAsync(store);
            var running = await AddRunningAsync(store);
            clock.Hold();
            var refresh = store.RefreshExpiryAsync(finished.Handle, finished.Version, finished.ExpiresAt!.Value.AddHours(1), default);
            clock.WaitUntilAsked().Should().BeTrue();

            // Both wait for the writer, and are one group.
            var add = AddAsync(store);
            var write = store.WriteBatchAsync(running.Handle, BatchOf(new GoneMemory().Memory), default).AsTask();
            clock.LetGo();
            await refresh;

            await FluentActions.Awaiting(() => write).Should().ThrowAsync<ObjectDisposedException>();
            neighbour = await add;
            await AddAsync(store);
        }

        await using var again = Open();
        (await again.FindAsync(neighbour.Handle, default)).Should().BeEquivalentTo(neighbour);
    }

    [Test]
    public async Task In_memory_what_comes_after_a_write_that_ran_out_of_memory_is_read_as_it_was_written()
    {
        await using var store = new DuckDbStatementStore(new() { MemoryLimit = 32 });
        var running = await AddRunningAsync(store);
        var write = async () => await store.WriteBatchAsync(running.Handle, BatchOf(RandomNumberGenerator.GetBytes(40 * MegaByte)), default);
        await write.Should().ThrowAsync<StatementStoreException>();

        var later = await AddSucceededAsync(store);

        (await store.FindAsync(later.Handle, default)).Should().BeEquivalentTo(later);
        (await store.ReadBatchAsync(later.Handle, 0, default)).Should().NotBeNull();
    }

    private static async Task<Statement> AddRunningAsync(DuckDbStatementStore store)
    {
        var running = Samples.Started(await AddAsync(store), TimeProvider.System.GetUtcNow());
        (await store.ReplaceAsync(running, 1, default)).Written.Should().BeTrue();
        return running;
    }

    private static ResultBatch BatchOf(ReadOnlyMemory<byte> bytes) =>
        new(new(0, 1, bytes.Length, bytes.Length, BatchEncoding.Identity), bytes);
}
