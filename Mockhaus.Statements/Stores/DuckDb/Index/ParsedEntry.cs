using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The parsed JSON of a row.</summary>
/// <param name="Seq">The number of the row.</param>
/// <param name="Entry">The parsed JSON.</param>
internal sealed record ParsedEntry(long Seq, StoredEntry Entry);
