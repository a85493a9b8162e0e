using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.Stores.PerSession;

public sealed class SessionFilesListConformance : ListConformance<SessionFilesStoreFactory>;
