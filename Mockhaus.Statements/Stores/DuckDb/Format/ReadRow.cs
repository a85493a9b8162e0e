namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The parts of a row that the index does not have.</summary>
/// <param name="Seq">The number of the row.</param>
/// <param name="Entry">Its JSON.</param>
/// <param name="Data">The bytes of a batch, if they were requested.</param>
internal sealed record ReadRow(long Seq, byte[] Entry, byte[] Data);
