using Mockhaus.Statements.Tests.RedisStore;

namespace Mockhaus.Statements.Tests.Hybrid;

public sealed class HybridOverRedisFactory : HybridStoreFactory<RedisStoreFactory>;
