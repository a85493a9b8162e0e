using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Stores.Memory;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>So little is near that something is given up all the time.</summary>
public sealed class CrampedHybridFactory : HybridStoreFactory<MemoryStoreFactory>
{
    protected override HybridStoreOptions Options => new() { NearBytes = 4096 };
}
