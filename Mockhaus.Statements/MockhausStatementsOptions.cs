using System.ComponentModel.DataAnnotations;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <summary>The options of a manager. Configuration section <c>Mockhaus:Statements</c>; validated before first use.</summary>
/// <remarks>MB means 1,048,576 bytes, counted before compression.</remarks>
public sealed class MockhausStatementsOptions
{
    /// <summary>The store that the container creates, unless the host registers one with <c>UseStore</c> or another <c>Use…Store</c>
    /// method.</summary>
    /// <value><see cref="StatementStoreType.Session"/>.</value>
    public StatementStoreType Type { get; set; } = StatementStoreType.Session;

    /// <summary>How long a result is kept after completion or its last read, when the request does not set it.</summary>
    /// <value>1 hour; at least a second, at most <see cref="MaxTimeToLive"/>.</value>
    public TimeSpan DefaultTimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The maximum time that a result is kept after completion, regardless of reads.</summary>
    /// <value>24 hours; at least a second.</value>
    public TimeSpan MaxTimeToLive { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long an expired or released handle still answers "expired" before it answers "not found".</summary>
    /// <value>24 hours; with zero it answers "not found" after the next purge.</value>
    public TimeSpan TombstoneRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a statement may run, when the request does not set it.</summary>
    /// <value>Null: no limit.</value>
    public TimeSpan? DefaultTimeout { get; set; }

    /// <summary>The maximum number of rows of a partition, when a result is split.</summary>
    /// <value>10,000.</value>
    [Range(1, 10_000_000)]
    public int ResultBatchSize { get; set; } = 10_000;

    /// <summary>The number of bytes of JSON at which a partition is closed, when a result is split.</summary>
    /// <value>4 MB; at most 256 MB. A partition can exceed it by a part of its last row.</value>
    [Range(1024, 256 * 1024 * 1024)]
    public int ResultBatchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>The maximum number of bytes of JSON of a result that is stored uncompressed and returned in one partition.</summary>
    /// <value>10 MB; at most 256 MB; 0 splits every result at its batch limits.</value>
    [Range(0, 256 * 1024 * 1024)]
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
    [Range(1024L, long.MaxValue)]
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
    /// the results of the others every <see cref="CleanupInterval"/>, so the total can exceed it by what they store in between.</summary>
    /// <value>1 GB.</value>
    [Range(1024L, long.MaxValue)]
    public long MaxTotalResultBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>The maximum number of statements of a session, live and finished. Above it, the oldest finished statements expire or the
    /// next one is refused, as <see cref="SessionLimit"/> sets; when all are live, the next one is refused before it is stored. Expired
    /// and released statements do not count, nor do those of other sessions. The parts of one multi-statement request can exceed
    /// it.</summary>
    /// <value>1,000.</value>
    [Range(1, 10_000_000)]
    public int MaxStatementsPerSession { get; set; } = 1_000;

    /// <summary>What happens when a session has <see cref="MaxStatementsPerSession"/> statements.</summary>
    /// <value><see cref="SessionLimit.ExpireOldest"/>: up to a hundredth of that number, and at least one, expire at a time.</value>
    public SessionLimit SessionLimit { get; set; }

    /// <summary>The maximum number of statements in a multi-statement request (<see cref="StatementRequest.StatementCount"/>); a larger
    /// one fails.</summary>
    /// <value>10,000.</value>
    [Range(1, 10_000_000)]
    public int MaxStatementsPerRequest { get; set; } = 10_000;

    /// <summary>The maximum number of callers that wait for or watch one statement at a time; the next one is refused.</summary>
    /// <value>100.</value>
    [Range(1, 1_000_000)]
    public int MaxWaitersPerStatement { get; set; } = 100;

    /// <summary>The maximum number of statements that run at once.</summary>
    /// <value>Twice the number of processors, at least 8.</value>
    [Range(1, 10_000)]
    public int MaxConcurrentStatements { get; set; } = Math.Max(8, 2 * Environment.ProcessorCount);

    /// <summary>The maximum number of statements of one session that run at once, so that other sessions do not have to wait for them. The
    /// remaining capacity is reserved for other sessions; each of them can use more of it as long as more is free than it already
    /// uses.</summary>
    /// <value>Null: three quarters of <see cref="MaxConcurrentStatements"/>, rounded up (below 4 that is all of them). Limited to
    /// <see cref="MaxConcurrentStatements"/>.</value>
    [Range(1, 10_000)]
    public int? MaxConcurrentStatementsPerSession { get; set; }

    /// <summary>The maximum number of statements that wait for an executor; the next one is refused before it is stored.</summary>
    /// <value>1,000.</value>
    [Range(1, 1_000_000)]
    public int MaxQueuedStatements { get; set; } = 1_000;

    /// <summary>The maximum number of statements of one session that wait for an executor; its next one is refused before it is stored.
    /// The remaining places are reserved for other sessions; each of them can use more of them as long as more are free than it already
    /// uses.</summary>
    /// <value>Null: three quarters of <see cref="MaxQueuedStatements"/>, rounded up (below 4 that is all of them). Limited to
    /// <see cref="MaxQueuedStatements"/>.</value>
    [Range(1, 1_000_000)]
    public int? MaxQueuedStatementsPerSession { get; set; }

    /// <summary>The maximum number of characters of the SQL of a statement.</summary>
    /// <value>1,048,576.</value>
    [Range(1, int.MaxValue)]
    public int MaxSqlLength { get; set; } = 1024 * 1024;

    /// <summary>How often expired statements are purged. This does not affect what callers see, because expiry is decided on
    /// read.</summary>
    /// <value>5 minutes; at least a second.</value>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session without a live statement may go unused before it ends, as
    /// <see cref="StatementManager.EndSessionAsync"/> ends it. Counted from the last call for it and from the last end of one of
    /// its statements; for a session without a call since the manager started, from that start. When several servers share a store,
    /// the store has to support <see cref="IStatementSessionActivity"/>; a session can then end up to a tenth of this time later.</summary>
    /// <value>Null: sessions do not idle out. At least a second.</value>
    public TimeSpan? SessionIdleTimeout { get; set; }

    /// <summary>Whether spans contain the SQL (<c>db.query.text</c>). They never contain bindings.</summary>
    /// <value>False.</value>
    public bool TraceSql { get; set; }

    /// <summary>How long disposing a manager waits for executors to stop after their cancellation token has fired.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stopping host copies finished statements to the store that it hands them over to, after everything else
    /// has stopped. The host's own shutdown timeout applies too.</summary>
    /// <value>20 seconds.</value>
    public TimeSpan HandOverTimeout { get; set; } = TimeSpan.FromSeconds(20);

    internal int ConcurrentOfSession => ShareOf(MaxConcurrentStatements, MaxConcurrentStatementsPerSession);

    internal int QueuedOfSession => ShareOf(MaxQueuedStatements, MaxQueuedStatementsPerSession);

    private static int ShareOf(int all, int? share) => Math.Min(all, share ?? all - (all / 4));
}
