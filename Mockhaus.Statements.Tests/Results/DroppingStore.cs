using Mockhaus.Statements.Memory;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>Takes every batch and keeps none; only counts them.</summary>
internal sealed class DroppingStore() : StoreDouble(new MemoryStatementStore())
{
    public int Batches { get; private set; }

    public long Bytes { get; private set; }

    public override ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        Batches++;
        Bytes += batch.Info.UncompressedBytes;
        return ValueTask.FromResult(true);
    }
}
