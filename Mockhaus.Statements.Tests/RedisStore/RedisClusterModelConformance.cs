using Mockhaus.Statements.Tests.Model;

namespace Mockhaus.Statements.Tests.RedisStore;

public sealed class RedisClusterModelConformance : ModelConformance<RedisClusterFactory>;
