using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.Memory;

public sealed class MemoryModelConformance : ModelConformance<MemoryStoreFactory>;
