using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.RedisStore;

public sealed class RedisClusterAddConformance : AddConformance<RedisClusterFactory>;
