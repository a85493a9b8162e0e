namespace Mockhaus.Statements.History;

/// <summary>What a page asks for.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="TrimmedBefore">Older entries are not returned, although their table may still be there.</param>
internal sealed record HistoryQuery(HistoryFilter Filter, DateTimeOffset TrimmedBefore);
