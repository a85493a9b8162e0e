using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.DuckDbStore;

public sealed class DuckDbMemoryReclaimConformance : ReclaimConformance<DuckDbMemoryStoreFactory>;
