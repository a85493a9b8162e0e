using Mockhaus.Statements.Tests.Model;

namespace Mockhaus.Statements.Tests.DuckDbStore;

public sealed class DuckDbMemoryModelConformance : ModelConformance<DuckDbMemoryStoreFactory>;
