using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.DuckDbStore;

public sealed class DuckDbFileSlideConformance : SlideConformance<DuckDbFileStoreFactory>;
