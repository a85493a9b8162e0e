using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.SessionStore;

public sealed class SessionMemoryConcurrencyConformance : ConcurrencyConformance<SessionMemoryStoreFactory>;
