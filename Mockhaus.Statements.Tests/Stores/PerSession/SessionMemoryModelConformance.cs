using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.PerSession;

public sealed class SessionMemoryModelConformance : ModelConformance<SessionMemoryStoreFactory>;
