namespace Mockhaus.Statements.Transfer;

/// <summary>How far a transfer has come. Told when the statements are counted, after each batch, and after each statement.</summary>
/// <param name="Done">How many statements it has dealt with, whatever became of them.</param>
/// <param name="Total">How many there are; those that were added since it began are not among them.</param>
/// <param name="Bytes">How many bytes of rows it has written.</param>
public readonly record struct TransferProgress(int Done, int Total, long Bytes);
