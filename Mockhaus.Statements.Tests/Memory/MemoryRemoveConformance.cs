using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.Memory;

public sealed class MemoryRemoveConformance : RemoveConformance<MemoryStoreFactory>;
