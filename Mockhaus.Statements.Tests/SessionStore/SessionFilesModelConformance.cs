using Mockhaus.Statements.Tests.Model;

namespace Mockhaus.Statements.Tests.SessionStore;

public sealed class SessionFilesModelConformance : ModelConformance<SessionFilesStoreFactory>;
