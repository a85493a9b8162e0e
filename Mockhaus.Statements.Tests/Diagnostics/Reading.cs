namespace Mockhaus.Statements.Tests.Diagnostics;

/// <summary>One measurement of one instrument.</summary>
internal sealed record Reading(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
