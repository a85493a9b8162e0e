using Mockhaus.Statements.Session;
using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.SessionStore;

/// <summary>Stores by session in which no session is persistent.</summary>
public sealed class SessionMemoryStoreFactory : StoreFactory
{
    public override Type StoreType => typeof(SessionStatementStore);

    public override ValueTask<IStatementStore> CreateAsync(MockhausStatementsOptions options, TimeProvider timeProvider) =>
        new(new SessionStatementStore(null, options, timeProvider));
}
