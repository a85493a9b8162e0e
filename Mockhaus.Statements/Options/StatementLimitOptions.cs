namespace Mockhaus.Statements;

/// <summary>How much a manager takes on at once, and how large a request may be.</summary>
public sealed class StatementLimitOptions
{
    /// <summary>How long a statement may run, when the request does not set it.</summary>
    /// <value>Null: no limit.</value>
    public TimeSpan? DefaultTimeout { get; set; }

    /// <summary>The maximum number of statements of a session, live and finished. Above it, the oldest finished statements expire or the
    /// next one is refused, as <see cref="SessionLimit"/> sets; when all are live, the next one is refused before it is stored. Expired
    /// and released statements do not count, nor do those of other sessions. The parts of one multi-statement request can exceed
    /// it.</summary>
    /// <value>1,000.</value>
    public int MaxStatementsPerSession { get; set; } = 1_000;

    /// <summary>What happens when a session has <see cref="MaxStatementsPerSession"/> statements.</summary>
    /// <value><see cref="SessionLimit.ExpireOldest"/>: up to a hundredth of that number, and at least one, expire at a time.</value>
    public SessionLimit SessionLimit { get; set; }

    /// <summary>The maximum number of statements in a multi-statement request (<see cref="StatementRequest.StatementCount"/>); a larger
    /// one fails.</summary>
    /// <value>10,000.</value>
    public int MaxStatementsPerRequest { get; set; } = 10_000;

    /// <summary>The maximum number of callers that wait for or watch one statement at a time; the next one is refused.</summary>
    /// <value>100.</value>
    public int MaxWaitersPerStatement { get; set; } = 100;

    /// <summary>The maximum number of statements that run at once.</summary>
    /// <value>Twice the number of processors, at least 8.</value>
    public int MaxConcurrentStatements { get; set; } = Math.Max(8, 2 * Environment.ProcessorCount);

    /// <summary>The maximum number of statements of one session that run at once, so that other sessions do not have to wait for them. The
    /// remaining capacity is reserved for other sessions; each of them can use more of it as long as more is free than it already
    /// uses.</summary>
    /// <value>Null: three quarters of <see cref="MaxConcurrentStatements"/>, rounded up (below 4 that is all of them). Limited to
    /// <see cref="MaxConcurrentStatements"/>.</value>
    public int? MaxConcurrentStatementsPerSession { get; set; }

    /// <summary>The maximum number of statements that wait for an executor; the next one is refused before it is stored.</summary>
    /// <value>1,000.</value>
    public int MaxQueuedStatements { get; set; } = 1_000;

    /// <summary>The maximum number of statements of one session that wait for an executor; its next one is refused before it is stored.
    /// The remaining places are reserved for other sessions; each of them can use more of them as long as more are free than it already
    /// uses.</summary>
    /// <value>Null: three quarters of <see cref="MaxQueuedStatements"/>, rounded up (below 4 that is all of them). Limited to
    /// <see cref="MaxQueuedStatements"/>.</value>
    public int? MaxQueuedStatementsPerSession { get; set; }

    /// <summary>The maximum number of characters of the SQL of a statement.</summary>
    /// <value>1,048,576.</value>
    public int MaxSqlLength { get; set; } = 1024 * 1024;

    internal int ConcurrentOfSession => ShareOf(MaxConcurrentStatements, MaxConcurrentStatementsPerSession);

    internal int QueuedOfSession => ShareOf(MaxQueuedStatements, MaxQueuedStatementsPerSession);

    private static int ShareOf(int all, int? share) => Math.Min(all, share ?? all - (all / 4));
}
