namespace Mockhaus.Statements.Results;

/// <summary>What a batch holds, without holding it.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="RowCount">How many rows it has.</param>
/// <param name="UncompressedBytes">The length of its JSON.</param>
/// <param name="StoredBytes">The length of its bytes as stored.</param>
/// <param name="Encoding">How they are packed.</param>
public sealed record ResultBatchInfo(int Number, int RowCount, int UncompressedBytes, int StoredBytes, BatchEncoding Encoding)
{
    /// <summary>The XxHash3 (64 bits) of its bytes as stored, or null when it was stored without one.</summary>
    public ulong? Checksum { get; init; }
}
