using Mockhaus.Statements.Tests.DuckDbStore;

namespace Mockhaus.Statements.Tests.Hybrid;

public sealed class HybridOverDuckDbFactory : HybridStoreFactory<DuckDbMemoryStoreFactory>;
