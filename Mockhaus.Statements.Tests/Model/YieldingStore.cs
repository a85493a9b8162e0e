using Mockhaus.Statements.Tests.Results;

namespace Mockhaus.Statements.Tests.Model;

/// <summary>Lets others in between what a move was decided upon and its write, as a store that is far away does.</summary>
internal sealed class YieldingStore(IStatementStore inner) : StoreDouble(inner)
{
    public override async ValueTask<StatementWrite> ReplaceAsync(
        Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var write = await base.ReplaceAsync(statement, expectedVersion, cancellationToken);
        await Task.Yield();
        return write;
    }
}
