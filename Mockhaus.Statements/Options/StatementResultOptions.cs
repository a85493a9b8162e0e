namespace Mockhaus.Statements;

/// <summary>How results are cut, packed and bounded.</summary>
/// <remarks>MB means 1,048,576 bytes, counted before compression.</remarks>
public sealed class StatementResultOptions
{
    /// <summary>How many rows a partition has at most, once a result is cut.</summary>
    /// <value>10,000.</value>
    public int ResultBatchSize { get; set; } = 10_000;

    /// <summary>How many bytes of JSON a partition has at which it is closed, once a result is cut.</summary>
    /// <value>4 MB; at most 256 MB. A partition exceeds it by a part of its last row.</value>
    public int ResultBatchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Up to how many bytes of JSON a result is kept uncompressed and answered in one piece.</summary>
    /// <value>10 MB; at most 256 MB; 0 cuts every result at its batch limits.</value>
    public int InlineResultBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Whether partitions are as large as the options above say, or small at first and growing, as Snowflake's are: for clients
    /// that are to be tested against many partitions. With <see cref="ResultPartitioning.Snowflake"/>, <see cref="ResultBatchSize"/> and
    /// <see cref="ResultBatchBytes"/> bound each partition, and a result of more than about 100 KB is cut whatever <see cref="InlineResultBytes"/> is.
    /// A statement that sets <see cref="StatementParameters.PartitionRows"/> is cut at its rows and by neither.</summary>
    /// <value><see cref="ResultPartitioning.Large"/>.</value>
    public ResultPartitioning ResultPartitioning { get; set; }

    /// <summary>How many bytes of JSON a result may have; a larger one fails with <see cref="StatementErrorCodes.ResultTooLarge"/>.</summary>
    /// <value>100 MB.</value>
    public long MaxResultBytes { get; set; } = 100L * 1024 * 1024;

    /// <summary>Whether a result above <see cref="MaxResultBytes"/> is cut at its last whole row before it, and says so
    /// (<see cref="Results.ResultManifest.IsTruncated"/>), rather than failing its statement. False by default.</summary>
    public bool TruncateResults { get; set; }

    /// <summary>Whether all batches but the first are packed with gzip. True by default. Without it a result is stored faster, and takes
    /// about three times the room.</summary>
    public bool CompressResults { get; set; } = true;

    /// <summary>How many bytes, as they are stored, the results of all succeeded statements may have. Beyond it the rows of
    /// those that ended first are given up (<see cref="Statement.RowsEvictedAt"/>); running statements are never touched,
    /// and the newest result always stays. On a store that several servers share it is for all of them together: each counts
    /// what the others have stored at every <see cref="StatementRetentionOptions.CleanupInterval"/>, so that there may be more by what they store in between.</summary>
    /// <value>1 GB.</value>
    public long MaxTotalResultBytes { get; set; } = 1024L * 1024 * 1024;
}
