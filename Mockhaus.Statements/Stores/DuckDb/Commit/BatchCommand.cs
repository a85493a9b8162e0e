using System.Text.Json;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Writes a batch of a running statement. Its bytes are copied when they are written, before the task ends.</summary>
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

        // Bytes whose memory was disposed of fail here, before other changes of the group are written.
        _ = _row.Data.Span.Length;
        group.Append(_row);
        return WriteOutcome.Written;
    }
}
