using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

public sealed class HybridOverDuckDbModelConformance : ModelConformance<HybridOverDuckDbFactory>;
