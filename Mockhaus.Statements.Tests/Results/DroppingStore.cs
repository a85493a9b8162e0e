using Mockhaus.Statements.Memory;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>Takes every batch and keeps none; only counts them.</summary>
internal sealed class DroppingStore() : StoreDouble(new MemoryStatementStore())
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public override ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _bytes, batch.Info.UncompressedBytes);
        return ValueTask.FromResult(true);
    }
}
