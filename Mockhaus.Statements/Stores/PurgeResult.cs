namespace Mockhaus.Statements.Stores;

/// <summary>The result of <see cref="IStatementStore.PurgeExpiredAsync"/>.</summary>
/// <param name="Expired">Statements that were replaced by tombstones: their rows and texts are gone.</param>
/// <param name="Removed">Tombstones that were removed.</param>
public readonly record struct PurgeResult(int Expired, int Removed);
