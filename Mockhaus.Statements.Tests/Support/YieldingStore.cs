using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Lets other callers run between the steps of one, as a store that is far away does; and loses writes, or the answers to them.</summary>
internal sealed class YieldingStore(IStatementStore inner) : StoreDouble(inner)
{
    /// <summary>Which of a hundred writes is lost, and of which the answer is.</summary>
    public int Faults { get; set; }

    public override async ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await base.AddAsync(statement, maxInSession, cancellationToken);
    }

    public override async ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await base.FindAsync(handle, cancellationToken);
    }

    public override async ValueTask<StatementWrite> ReplaceAsync(
        Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        await Task.Yield();
        MayFail(statement);
        var write = await base.ReplaceAsync(statement, expectedVersion, cancellationToken);
        await Task.Yield();
        MayFail(statement);
        return write;
    }

    public override async ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await base.WriteBatchAsync(handle, batch, cancellationToken);
    }

    public override async ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await base.ReadBatchAsync(handle, number, cancellationToken);
    }

    public override async ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await base.RemoveAsync(handle, cancellationToken);
    }

    private void MayFail(Statement statement)
    {
        if (Random.Shared.Next(100) < Faults)
        {
            throw new StatementStoreException("test", "write", statement.Handle, null);
        }
    }
}
