using Mockhaus.Statements.Tests.Stores.Redis;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

public sealed class HybridOverRedisFactory : HybridStoreFactory<RedisStoreFactory>;
