using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Stores.Memory;

public sealed class RemovalTests
{
    private const int Rounds = 20_000;

    [Test]
    public async Task Nobody_finds_a_statement_whose_batches_have_gone_with_its_removal()
    {
        using var store = new MemoryStatementStore();
        var removing = new Statement?[1];
        var isOver = false;
        var reader = Task.Run(async () =>
        {
            var torn = 0;
            while (!Volatile.Read(ref isOver))
            {
                if (Volatile.Read(ref removing[0]) is { } statement
                    && await store.ReadBatchAsync(statement.Handle, 0, default) is null
                    && await store.FindAsync(statement.Handle, default) is not null)
                {
                    torn++;
                }
            }

            return torn;
        });
        for (var round = 0; round < Rounds; round++)
        {
            var running = Samples.Started(Samples.Submitted(TimeProvider.System, "session", null), Samples.Start);
            await store.AddAsync(running, int.MaxValue, default);
            var batch = Samples.Batch(0, "[]");
            (await store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();
            await store.ReplaceAsync(Samples.Succeeded(running, TimeProvider.System.GetUtcNow(), batch.Info), running.Version, default);
            Volatile.Write(ref removing[0], running);
            (await store.RemoveAsync(running.Handle, default)).Should().BeTrue();
        }

        Volatile.Write(ref isOver, true);
        (await reader).Should().Be(0);
    }
}
