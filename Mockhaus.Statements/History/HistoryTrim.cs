namespace Mockhaus.Statements.History;

/// <summary>What a trim has removed.</summary>
/// <param name="Removed">The number of entries that were removed. A history that drops whole tables can report an estimate.</param>
/// <param name="Bytes">The size of the history afterwards, in bytes as it counts them.</param>
public readonly record struct HistoryTrim(long Removed, long Bytes);
