using System.Security.Cryptography;
using Mockhaus.Statements.DuckDb;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.DuckDbStore;

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

    private static async Task<Statement> AddRunningAsync(DuckDbStatementStore store)
    {
        var running = Samples.Started(await AddAsync(store), TimeProvider.System.GetUtcNow());
        (await store.ReplaceAsync(running, 1, default)).Written.Should().BeTrue();
        return running;
    }

    private static ResultBatch BatchOf(ReadOnlyMemory<byte> bytes) =>
        new(new(0, 1, bytes.Length, bytes.Length, BatchEncoding.Identity), bytes);
}
