namespace Mockhaus.Statements.Tests.Support;

/// <summary>One measurement of one instrument.</summary>
internal sealed record Reading(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
