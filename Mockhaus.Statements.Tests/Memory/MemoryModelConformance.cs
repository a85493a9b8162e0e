using Mockhaus.Statements.Tests.Model;

namespace Mockhaus.Statements.Tests.Memory;

public sealed class MemoryModelConformance : ModelConformance<MemoryStoreFactory>;
