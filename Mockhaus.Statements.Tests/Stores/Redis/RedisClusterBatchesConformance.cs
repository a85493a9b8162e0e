using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.Stores.Redis;

public sealed class RedisClusterBatchesConformance : BatchesConformance<RedisClusterFactory>;
