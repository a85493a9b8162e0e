using Mockhaus.Statements.Tests.Stores.DuckDb;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

public sealed class HybridOverDuckDbFactory : HybridStoreFactory<DuckDbMemoryStoreFactory>;
