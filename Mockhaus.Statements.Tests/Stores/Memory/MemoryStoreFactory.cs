using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Stores.Memory;

public sealed class MemoryStoreFactory : StoreFactory
{
    public override Type StoreType => typeof(MemoryStatementStore);

    public override ValueTask<IStatementStore> CreateAsync(MockhausStatementsOptions options, TimeProvider timeProvider) =>
        new(new MemoryStatementStore(options, timeProvider));
}
