using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>What the index knows of a statement, as it was at one moment.</summary>
internal sealed record FoundEntry(IndexEntry Entry, string Session, string? Request)
{
    /// <summary>A slide has a row of its own, of which only the index knows the time.</summary>
    public StoredIdentity Identity => new(Entry.Handle, Session, Request, Entry.Version, Entry.ExpiresAt);
}
