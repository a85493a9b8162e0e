namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>What of a row the index does not know already.</summary>
/// <param name="Seq">Which row.</param>
/// <param name="Entry">Its JSON.</param>
/// <param name="Data">The bytes of a batch, where they were asked for.</param>
internal sealed record ReadRow(long Seq, byte[] Entry, byte[] Data);
