using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>DuckDB stores in memory.</summary>
public sealed class DuckDbMemoryStoreFactory : StoreFactory
{
    public override Type StoreType => typeof(DuckDbStatementStore);

    public override int Slowness => 5;

    public override ValueTask<IStatementStore> CreateAsync(MockhausStatementsOptions options, TimeProvider timeProvider) =>
        new(new DuckDbStatementStore(null, timeProvider));
}
