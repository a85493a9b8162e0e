using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

public sealed class CrampedHybridReclaimConformance : ReclaimConformance<CrampedHybridFactory>;
