using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Takes every batch and keeps none; only counts them.</summary>
internal sealed class DroppingStore() : StoreDouble(new MemoryStatementStore())
{
    private long _bytes;
    private int _batches;

    public int Batches => Volatile.Read(ref _batches);

    public long Bytes => Interlocked.Read(ref _bytes);

    public override ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _bytes, batch.Info.UncompressedBytes);
        return ValueTask.FromResult(true);
    }
}
