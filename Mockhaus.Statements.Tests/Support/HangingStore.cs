using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A store that never answers, and does not heed its token.</summary>
internal sealed class HangingStore(IStatementStore inner) : StoreDouble(inner)
{
    public override ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken) =>
        new(new TaskCompletionSource<Statement?>().Task);
}
