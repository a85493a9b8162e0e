using Mockhaus.Statements.Tests.Model;

namespace Mockhaus.Statements.Tests.RedisStore;

public sealed class RedisModelConformance : ModelConformance<RedisStoreFactory>;
