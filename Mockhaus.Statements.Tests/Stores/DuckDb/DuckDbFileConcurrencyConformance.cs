using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

public sealed class DuckDbFileConcurrencyConformance : ConcurrencyConformance<DuckDbFileStoreFactory>;
