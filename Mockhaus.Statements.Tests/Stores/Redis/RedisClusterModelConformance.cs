using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.Redis;

public sealed class RedisClusterModelConformance : ModelConformance<RedisClusterFactory>;
