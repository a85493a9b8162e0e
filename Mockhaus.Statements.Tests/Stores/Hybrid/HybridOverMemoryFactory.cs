using Mockhaus.Statements.Tests.Stores.Memory;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

public sealed class HybridOverMemoryFactory : HybridStoreFactory<MemoryStoreFactory>;
