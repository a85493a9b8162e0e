namespace Mockhaus.Statements.Stores.Serialization;

/// <summary>The parts of a statement that a store keeps outside of its JSON.</summary>
/// <param name="Handle">Its handle.</param>
/// <param name="SessionId">Its session.</param>
/// <param name="RequestId">Its request id, or null.</param>
/// <param name="Version">Its version.</param>
/// <param name="ExpiresAt">When it expires, in UTC ticks; 0 for never.</param>
internal readonly record struct StoredIdentity(StatementHandle Handle, string SessionId, string? RequestId, long Version, long ExpiresAt);
