using System.Text.Json;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>A batch of a statement that runs. Its bytes are copied when they are written, before the caller is told.</summary>
internal sealed class BatchCommand(StatementHandle handle, ResultBatch batch) : WriteCommand
{
    private readonly StoredRow _row = new(RowKind.Batch, handle, batch.Info.Number, batch.Payload.Length)
    {
        Entry = JsonSerializer.SerializeToUtf8Bytes(batch.Info, StoredJson.Instance.ResultBatchInfo),
        Data = batch.Payload,
    };

    public override long Size => _row.Size;

    public override WriteOutcome Prepare(WriteGroup group)
    {
        if (!group.TryGet(handle, out var entry) || entry.Status != StatementStatus.Running)
        {
            return WriteOutcome.Stale;
        }

        // Bytes that their owner has taken back fail here, before anything of their neighbours is written.
        _ = _row.Data.Span.Length;
        group.Append(_row);
        return WriteOutcome.Written;
    }
}
