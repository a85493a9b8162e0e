namespace Mockhaus.Statements;

/// <summary>How results are cut, packed and bounded.</summary>
/// <remarks>MB means 1,048,576 bytes, counted before compression.</remarks>
public sealed class StatementResultOptions
{
    /// <summary>The maximum number of rows of a partition, when a result is split.</summary>
    /// <value>10,000.</value>
    public int ResultBatchSize { get; set; } = 10_000;

    /// <summary>The number of bytes of JSON at which a partition is closed, when a result is split.</summary>
    /// <value>4 MB; at most 256 MB. A partition can exceed it by a part of its last row.</value>
    public int ResultBatchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>The maximum number of bytes of JSON of a result that is stored uncompressed and returned in one partition.</summary>
    /// <value>10 MB; at most 256 MB; 0 splits every result at its batch limits.</value>
    public int InlineResultBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Whether partitions have the size that the options above set, or start small and grow, as Snowflake's do, to test clients
    /// against many partitions. With <see cref="ResultPartitioning.Snowflake"/>, <see cref="ResultBatchSize"/> and
    /// <see cref="ResultBatchBytes"/> bound each partition, and a result of more than about 100 KB is split regardless of
    /// <see cref="InlineResultBytes"/>. A statement that sets <see cref="StatementParameters.PartitionRows"/> is split by that number of
    /// rows instead.</summary>
    /// <value><see cref="ResultPartitioning.Large"/>.</value>
    public ResultPartitioning ResultPartitioning { get; set; }

    /// <summary>The maximum number of bytes of JSON of a result; a larger one fails with
    /// <see cref="StatementErrorCodes.ResultTooLarge"/>.</summary>
    /// <value>100 MB.</value>
    public long MaxResultBytes { get; set; } = 100L * 1024 * 1024;

    /// <summary>Whether a result above <see cref="MaxResultBytes"/> is truncated after the last row that fits, and marked so
    /// (<see cref="Results.ResultManifest.IsTruncated"/>), instead of failing its statement. False by default.</summary>
    public bool TruncateResults { get; set; }

    /// <summary>Whether all batches except the first are compressed with gzip. True by default. Without compression a result is stored
    /// faster, and takes about three times the space.</summary>
    public bool CompressResults { get; set; } = true;

    /// <summary>The maximum number of stored bytes of the results of all succeeded statements. Above it, the rows of the statements
    /// that ended first are evicted (<see cref="Statement.RowsEvictedAt"/>). Running statements are never affected,
    /// and the newest result is always kept. It covers all servers that share a store: each counts
    /// the results of the others every <see cref="StatementRetentionOptions.CleanupInterval"/>, so the total can exceed it by what they store in between.</summary>
    /// <value>1 GB.</value>
    public long MaxTotalResultBytes { get; set; } = 1024L * 1024 * 1024;
}
