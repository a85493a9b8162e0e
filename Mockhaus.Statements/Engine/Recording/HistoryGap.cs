namespace Mockhaus.Statements.Engine;

/// <summary>Entries that were dropped because the history was unavailable for too long.</summary>
/// <param name="Lost">How many.</param>
/// <param name="From">When the first of them happened.</param>
/// <param name="To">When the last of them happened.</param>
internal sealed record HistoryGap(long Lost, DateTimeOffset From, DateTimeOffset To);
