using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

public sealed class DuckDbFileModelConformance : ModelConformance<DuckDbFileStoreFactory>;
