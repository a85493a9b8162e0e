using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.SessionStore;

public sealed class SessionMemorySlideConformance : SlideConformance<SessionMemoryStoreFactory>;
