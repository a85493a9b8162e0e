using System.IO.Hashing;
using System.Security.Cryptography;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;
using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements.Tests.Transfer;

/// <summary>How much of all that is copied at a time is in memory.</summary>
public sealed class LargeBatchTests : TransferFixture
{
    private const int Statements = 48;

    [TestCase(100, false)]
    [TestCase(1_500_000, true)]
    public async Task Of_large_batches_one_is_on_its_way_at_a_time_and_of_small_ones_several(int bytes, bool isAlone)
    {
        var payload = RandomNumberGenerator.GetBytes(bytes);
        var batch = new ResultBatch(
            new(0, 1, bytes, bytes, BatchEncoding.Identity) { Checksum = XxHash3.HashToUInt64(payload) }, payload);
        for (var i = 0; i < Statements; i++)
        {
            await Source.SucceedAsync(await Source.StartAsync(), batch);
        }

        var slow = new SlowStore(From.Inner);
        var result = await new StatementTransfer(slow, To.Inner, Clock).CopyAsync();

        result.Should().BeEquivalentTo(new { Copied = Statements, Bytes = (long)bytes * Statements, IsComplete = true });
        slow.Most.Should().Match(most => isAlone ? most == 1 : most > 1);
    }

    /// <summary>Gives others the time to come in beside whoever reads a batch.</summary>
    private sealed class SlowStore(IStatementStore inner) : StoreDouble(inner)
    {
        private int _inside;
        private int _most;

        public int Most => Volatile.Read(ref _most);

        public override async ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
        {
            var inside = Interlocked.Increment(ref _inside);
            InterlockedMax(inside);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken);
            Interlocked.Decrement(ref _inside);
            return await base.ReadBatchAsync(handle, number, cancellationToken);
        }

        private void InterlockedMax(int inside)
        {
            for (var most = Most; inside > most && Interlocked.CompareExchange(ref _most, inside, most) != most; most = Most)
            {
                // Somebody else has set it.
            }
        }
    }
}
