using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Results;

namespace Mockhaus.Statements.Tests.Model;

/// <summary>Lets others in between what a move was decided upon and its write, as a store that is far away does; and loses writes, or answers to them.</summary>
internal sealed class YieldingStore(IStatementStore inner) : StoreDouble(inner)
{
    /// <summary>Which of a hundred writes is lost, and of which the answer is.</summary>
    public int Faults { get; set; }

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

    private void MayFail(Statement statement)
    {
        if (Random.Shared.Next(100) < Faults)
        {
            throw new StatementStoreException("test", "write", statement.Handle, null);
        }
    }
}
