using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.Hybrid;

public sealed class HybridOverRedisSlideConformance : SlideConformance<HybridOverRedisFactory>;
