namespace Mockhaus.Statements;

/// <summary>How much a manager takes on at once, and how large a request may be.</summary>
public sealed class StatementLimitOptions
{
    /// <summary>How long a statement may run when the request does not say.</summary>
    /// <value>Null: no limit.</value>
    public TimeSpan? DefaultTimeout { get; set; }

    /// <summary>How many statements a session keeps, live and retained. Beyond it the oldest finished ones make room, as
    /// <see cref="SessionLimit"/> says; with live ones alone the next one is refused before it is stored.
    /// Expired and released ones do not count, and neither do other sessions'. The parts of one request of several statements may exceed it.</summary>
    /// <value>1,000.</value>
    public int MaxStatementsPerSession { get; set; } = 1_000;

    /// <summary>What happens when a session has <see cref="MaxStatementsPerSession"/> statements.</summary>
    /// <value><see cref="SessionLimit.ExpireOldest"/>: up to a hundredth of that number, at least one, expire at a time.</value>
    public SessionLimit SessionLimit { get; set; }

    /// <summary>How many statements a request of several may hold (<see cref="StatementRequest.StatementCount"/>); a longer one fails.</summary>
    /// <value>10,000.</value>
    public int MaxStatementsPerRequest { get; set; } = 10_000;

    /// <summary>How many callers may wait for or watch one statement at a time; the next one is refused.</summary>
    /// <value>100.</value>
    public int MaxWaitersPerStatement { get; set; } = 100;

    /// <summary>How many executors run at once.</summary>
    /// <value>Twice the number of processors, at least 8.</value>
    public int MaxConcurrentStatements { get; set; } = Math.Max(8, 2 * Environment.ProcessorCount);

    /// <summary>How many statements of one session run at once, so that those of other sessions do not wait for their end. The other
    /// executors are kept for other sessions, each of which gets one as long as more are free than it has already.</summary>
    /// <value>Null: three quarters of <see cref="MaxConcurrentStatements"/>, rounded up (below 4 that is all of them). A larger value than
    /// <see cref="MaxConcurrentStatements"/> counts as that.</value>
    public int? MaxConcurrentStatementsPerSession { get; set; }

    /// <summary>How many statements wait for an executor when all of them are busy; the next one is refused before it is stored.</summary>
    /// <value>1,000.</value>
    public int MaxQueuedStatements { get; set; } = 1_000;

    /// <summary>How many statements of one session wait for an executor; its next one is refused before it is stored. The other places
    /// are kept for other sessions, each of which gets one as long as more are free than it has already.</summary>
    /// <value>Null: three quarters of <see cref="MaxQueuedStatements"/>, rounded up (below 4 that is all of them). A larger value than
    /// <see cref="MaxQueuedStatements"/> counts as that.</value>
    public int? MaxQueuedStatementsPerSession { get; set; }

    /// <summary>How many characters the SQL of a statement has at most.</summary>
    /// <value>1,048,576.</value>
    public int MaxSqlLength { get; set; } = 1024 * 1024;

    internal int ConcurrentOfSession => ShareOf(MaxConcurrentStatements, MaxConcurrentStatementsPerSession);

    internal int QueuedOfSession => ShareOf(MaxQueuedStatements, MaxQueuedStatementsPerSession);

    private static int ShareOf(int all, int? share) => Math.Min(all, share ?? all - (all / 4));
}
