namespace Mockhaus.Statements.History;

/// <summary>A page of the history.</summary>
/// <param name="Entries">The entries, newest first. A page can be short, or even empty, although more entries follow.</param>
/// <param name="Next">The position to read on from (<see cref="HistoryFilter.After"/>), or null when this is the last page.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryEntry> Entries, string? Next);
