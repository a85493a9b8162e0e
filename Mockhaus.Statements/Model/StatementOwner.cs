namespace Mockhaus.Statements;

/// <summary>Who runs a statement.</summary>
/// <param name="Instance">The name of the manager's host.</param>
/// <param name="Incarnation">One life of that manager; a restart makes a new one.</param>
public sealed record StatementOwner(string Instance, Guid Incarnation);
