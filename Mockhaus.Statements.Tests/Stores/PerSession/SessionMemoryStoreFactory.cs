using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Stores.PerSession;

/// <summary>Stores by session in which no session is persistent.</summary>
public sealed class SessionMemoryStoreFactory : StoreFactory
{
    public override Type StoreType => typeof(PerSessionStatementStore);

    public override ValueTask<IStatementStore> CreateAsync(MockhausStatementsOptions options, TimeProvider timeProvider) =>
        new(new PerSessionStatementStore(null, options, timeProvider));
}
