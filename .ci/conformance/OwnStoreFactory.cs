using Mockhaus.Statements;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;

public sealed class OwnStoreFactory : StoreFactory
{
    public override Type StoreType => typeof(MemoryStatementStore);

    public override ValueTask<IStatementStore> CreateAsync(MockhausStatementsOptions options, TimeProvider timeProvider) =>
        new(new MemoryStatementStore(options, timeProvider));
}
