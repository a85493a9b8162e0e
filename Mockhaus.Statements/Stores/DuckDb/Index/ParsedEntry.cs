using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>What the JSON of a row says.</summary>
/// <param name="Seq">The number of the row.</param>
/// <param name="Entry">What it says.</param>
internal sealed record ParsedEntry(long Seq, StoredEntry Entry);
