namespace Mockhaus.Statements.Transfer;

/// <summary>The progress of a transfer. Reported when the statements are counted, after each batch, and after each statement.</summary>
/// <param name="Done">The number of statements processed, with any outcome.</param>
/// <param name="Total">The number of statements when the transfer started.</param>
/// <param name="Bytes">The number of bytes of rows written.</param>
public readonly record struct TransferProgress(int Done, int Total, long Bytes);
