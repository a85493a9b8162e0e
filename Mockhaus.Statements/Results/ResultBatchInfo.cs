namespace Mockhaus.Statements.Results;

/// <summary>Describes a batch without its bytes.</summary>
/// <param name="Number">The number of the batch, from 0.</param>
/// <param name="RowCount">The number of rows.</param>
/// <param name="UncompressedBytes">The length of the JSON in bytes.</param>
/// <param name="StoredBytes">The length of the stored bytes.</param>
/// <param name="Encoding">The encoding of the stored bytes.</param>
public sealed record ResultBatchInfo(int Number, int RowCount, int UncompressedBytes, int StoredBytes, BatchEncoding Encoding)
{
    /// <summary>The XxHash3 (64 bits) of the stored bytes, or null when the batch was stored without one.</summary>
    public ulong? Checksum { get; init; }
}
