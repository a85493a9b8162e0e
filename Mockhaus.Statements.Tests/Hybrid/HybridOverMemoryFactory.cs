using Mockhaus.Statements.Tests.Memory;

namespace Mockhaus.Statements.Tests.Hybrid;

public sealed class HybridOverMemoryFactory : HybridStoreFactory<MemoryStoreFactory>;
