using System.ComponentModel.DataAnnotations;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <summary>The settings of one manager. Configuration section <c>Mockhaus:Statements</c>; validated before first use.</summary>
/// <remarks>MB means 1,048,576 bytes, counted before compression.</remarks>
public sealed class MockhausStatementsOptions
{
    /// <summary>Which store the container makes, unless the host names one with <c>UseStore</c> or one of the others.</summary>
    /// <value><see cref="StatementStoreType.Session"/>.</value>
    public StatementStoreType Type { get; set; } = StatementStoreType.Session;

    /// <summary>How long a result is kept after completion or its last read, when the request does not say.</summary>
    /// <value>1 hour; at least a second, at most <see cref="MaxTimeToLive"/>.</value>
    public TimeSpan DefaultTimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a result is kept after completion at most, however often it is read.</summary>
    /// <value>24 hours; at least a second.</value>
    public TimeSpan MaxTimeToLive { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long an expired or released handle still answers "expired" before it answers "not found".</summary>
    /// <value>24 hours; zero answers "not found" as soon as the sweeper has passed.</value>
    public TimeSpan TombstoneRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a statement may run when the request does not say.</summary>
    /// <value>Null: no limit.</value>
    public TimeSpan? DefaultTimeout { get; set; }

    /// <summary>How many rows a partition has at most, once a result is cut.</summary>
    /// <value>10,000.</value>
    [Range(1, 10_000_000)]
    public int ResultBatchSize { get; set; } = 10_000;

    /// <summary>How many bytes of JSON a partition has at which it is closed, once a result is cut.</summary>
    /// <value>4 MB; at most 256 MB. A partition exceeds it by a part of its last row.</value>
    [Range(1024, 256 * 1024 * 1024)]
    public int ResultBatchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Up to how many bytes of JSON a result is kept uncompressed and answered in one piece.</summary>
    /// <value>10 MB; at most 256 MB; 0 cuts every result at its batch limits.</value>
    [Range(0, 256 * 1024 * 1024)]
    public int InlineResultBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Whether partitions are as large as the options above say, or small at first and growing, as Snowflake's are: for clients
    /// that are to be tested against many partitions. With <see cref="ResultPartitioning.Snowflake"/>, <see cref="ResultBatchSize"/> and
    /// <see cref="ResultBatchBytes"/> bound each partition, and a result of more than about 100 KB is cut whatever <see cref="InlineResultBytes"/> is.
    /// A statement that sets <see cref="StatementParameters.PartitionRows"/> is cut at its rows and by neither.</summary>
    /// <value><see cref="ResultPartitioning.Large"/>.</value>
    public ResultPartitioning ResultPartitioning { get; set; }

    /// <summary>How many bytes of JSON a result may have; a larger one fails with <see cref="StatementErrorCodes.ResultTooLarge"/>.</summary>
    /// <value>100 MB.</value>
    [Range(1024L, long.MaxValue)]
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
    /// what the others have stored at every <see cref="CleanupInterval"/>, so that there may be more by what they store in between.</summary>
    /// <value>1 GB.</value>
    [Range(1024L, long.MaxValue)]
    public long MaxTotalResultBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>How many statements a session keeps, live and retained. Beyond it the oldest finished ones make room, as
    /// <see cref="SessionLimit"/> says; with live ones alone the next one is refused before it is stored.
    /// Expired and released ones do not count, and neither do other sessions'. The parts of one request of several statements may exceed it.</summary>
    /// <value>1,000.</value>
    [Range(1, 10_000_000)]
    public int MaxStatementsPerSession { get; set; } = 1_000;

    /// <summary>What happens when a session has <see cref="MaxStatementsPerSession"/> statements.</summary>
    /// <value><see cref="SessionLimit.ExpireOldest"/>: up to a hundredth of that number, at least one, expire at a time.</value>
    public SessionLimit SessionLimit { get; set; }

    /// <summary>How many statements a request of several may hold (<see cref="StatementRequest.StatementCount"/>); a longer one fails.</summary>
    /// <value>10,000.</value>
    [Range(1, 10_000_000)]
    public int MaxStatementsPerRequest { get; set; } = 10_000;

    /// <summary>How many callers may wait for or watch one statement at a time; the next one is refused.</summary>
    /// <value>100.</value>
    [Range(1, 1_000_000)]
    public int MaxWaitersPerStatement { get; set; } = 100;

    /// <summary>How many executors run at once.</summary>
    /// <value>Twice the number of processors, at least 8.</value>
    [Range(1, 10_000)]
    public int MaxConcurrentStatements { get; set; } = Math.Max(8, 2 * Environment.ProcessorCount);

    /// <summary>How many statements of one session run at once, so that those of other sessions do not wait for their end. The other
    /// executors are kept for other sessions, each of which gets one as long as more are free than it has already.</summary>
    /// <value>Null: three quarters of <see cref="MaxConcurrentStatements"/>, rounded up (below 4 that is all of them). A larger value than
    /// <see cref="MaxConcurrentStatements"/> counts as that.</value>
    [Range(1, 10_000)]
    public int? MaxConcurrentStatementsPerSession { get; set; }

    /// <summary>How many statements wait for an executor when all of them are busy; the next one is refused before it is stored.</summary>
    /// <value>1,000.</value>
    [Range(1, 1_000_000)]
    public int MaxQueuedStatements { get; set; } = 1_000;

    /// <summary>How many statements of one session wait for an executor; its next one is refused before it is stored. The other places
    /// are kept for other sessions, each of which gets one as long as more are free than it has already.</summary>
    /// <value>Null: three quarters of <see cref="MaxQueuedStatements"/>, rounded up (below 4 that is all of them). A larger value than
    /// <see cref="MaxQueuedStatements"/> counts as that.</value>
    [Range(1, 1_000_000)]
    public int? MaxQueuedStatementsPerSession { get; set; }

    /// <summary>How many characters the SQL of a statement has at most.</summary>
    /// <value>1,048,576.</value>
    [Range(1, int.MaxValue)]
    public int MaxSqlLength { get; set; } = 1024 * 1024;

    /// <summary>How often what has expired is given back. Nobody can see whether it has been: expiry is decided on read.</summary>
    /// <value>5 minutes; at least a second.</value>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session without a live statement may go unused before it ends, as
    /// <see cref="StatementManager.EndSessionAsync"/> ends it. Counted from the last call for it and from the last end of one of
    /// its statements; what a manager has not seen since its own start counts from that start. Where several servers share a store,
    /// that has to be able to <see cref="IStatementSessionActivity"/>; a session may end up to a tenth of this time later there.</summary>
    /// <value>Null: sessions do not idle out. At least a second.</value>
    public TimeSpan? SessionIdleTimeout { get; set; }

    /// <summary>Whether spans carry the SQL (<c>db.query.text</c>). Bindings are never told.</summary>
    /// <value>False.</value>
    public bool TraceSql { get; set; }

    /// <summary>How long a manager that is being disposed waits for executors to heed their token.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a host that stops copies finished statements to the store that they are handed over to, after everything else
    /// of it has stopped. The host's own limit for stopping counts too.</summary>
    /// <value>20 seconds.</value>
    public TimeSpan HandOverTimeout { get; set; } = TimeSpan.FromSeconds(20);

    internal int ConcurrentOfSession => ShareOf(MaxConcurrentStatements, MaxConcurrentStatementsPerSession);

    internal int QueuedOfSession => ShareOf(MaxQueuedStatements, MaxQueuedStatementsPerSession);

    private static int ShareOf(int all, int? share) => Math.Min(all, share ?? all - (all / 4));
}
