using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Notes which batches are read, and may give other bytes than it was given.</summary>
internal sealed class NotingStore(IStatementStore inner) : StoreDouble(inner)
{
    public List<int> Reads { get; } = [];

    public Func<ResultBatch, ResultBatch> Change { get; set; } = batch => batch;

    public override async ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        Reads.Add(number);
        return await base.ReadBatchAsync(handle, number, cancellationToken) is { } batch ? Change(batch) : null;
    }
}
