using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.Stores.Memory;

public sealed class MemoryReplaceConformance : ReplaceConformance<MemoryStoreFactory>;
