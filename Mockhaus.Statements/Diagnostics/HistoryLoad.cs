namespace Mockhaus.Statements.Diagnostics;

/// <summary>What waits to be recorded in the history.</summary>
/// <param name="PendingBytes">The size of the entries that wait.</param>
/// <param name="Lag">The age of the oldest of them.</param>
/// <param name="Lost">The number of entries that were lost since the start.</param>
/// <param name="IsFailing">Whether the last attempt to append failed.</param>
internal readonly record struct HistoryLoad(long PendingBytes, TimeSpan Lag, long Lost, bool IsFailing);
