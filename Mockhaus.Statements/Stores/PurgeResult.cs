namespace Mockhaus.Statements.Stores;

/// <summary>What one pass of reclaiming did.</summary>
/// <param name="Expired">Statements whose rows and texts were given up; they stay as tombstones.</param>
/// <param name="Removed">Tombstones that were removed.</param>
public readonly record struct PurgeResult(int Expired, int Removed);
