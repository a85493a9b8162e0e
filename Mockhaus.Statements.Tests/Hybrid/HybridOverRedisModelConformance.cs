using Mockhaus.Statements.Tests.Model;

namespace Mockhaus.Statements.Tests.Hybrid;

public sealed class HybridOverRedisModelConformance : ModelConformance<HybridOverRedisFactory>;
