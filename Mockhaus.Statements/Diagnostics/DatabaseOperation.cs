namespace Mockhaus.Statements.Diagnostics;

/// <summary>The description of a statement in spans and metrics, without its SQL.</summary>
/// <param name="System">The database, by its OpenTelemetry name.</param>
/// <param name="Name">The operation, from a fixed set of words such as SELECT; null when it is unknown.</param>
internal readonly record struct DatabaseOperation(string System, string? Name);
