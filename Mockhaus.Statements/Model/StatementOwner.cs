namespace Mockhaus.Statements;

/// <summary>The manager that runs a statement.</summary>
/// <param name="Instance">The name of the manager's host.</param>
/// <param name="Incarnation">The id of one run of that manager; a restart creates a new one.</param>
public sealed record StatementOwner(string Instance, Guid Incarnation);
