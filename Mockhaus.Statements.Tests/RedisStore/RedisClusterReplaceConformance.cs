using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.RedisStore;

public sealed class RedisClusterReplaceConformance : ReplaceConformance<RedisClusterFactory>;
