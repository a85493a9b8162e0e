using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>What the index has of a statement, at one moment.</summary>
internal sealed record FoundEntry(IndexEntry Entry, string Session, string? Request)
{
    /// <summary>A refreshed expiry has a row of its own, so only the index has the current expiry.</summary>
    public StoredIdentity Identity => new(Entry.Handle, Session, Request, Entry.Version, Entry.ExpiresAt);
}
