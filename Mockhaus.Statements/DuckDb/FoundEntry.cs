namespace Mockhaus.Statements.DuckDb;

/// <summary>What the index knows of a statement, as it was at one moment.</summary>
internal sealed record FoundEntry(IndexEntry Entry, string Session, string? Request);
