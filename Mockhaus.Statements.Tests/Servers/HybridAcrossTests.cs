using Mockhaus.Statements.Hybrid;

namespace Mockhaus.Statements.Tests.Servers;

/// <summary>The same with memory before each server's way to the shared store.</summary>
public sealed class HybridAcrossTests : AcrossTests
{
    protected override IStatementStore Before(SharedStore store) => new HybridStatementStore(store, null, Clock);
}
