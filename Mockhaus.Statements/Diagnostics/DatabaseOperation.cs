namespace Mockhaus.Statements.Diagnostics;

/// <summary>What is told of a statement's SQL without telling it.</summary>
/// <param name="System">The database, by OpenTelemetry's names.</param>
/// <param name="Name">The operation, one of a few words such as SELECT; null when it is not known.</param>
internal readonly record struct DatabaseOperation(string System, string? Name);
