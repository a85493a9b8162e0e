using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Lifecycle;

/// <summary>The only table of legal transitions, and the only code that builds the next state of a statement.</summary>
internal static class StatementLifecycle
{
    private static readonly StatementError Cancelled = new(StatementErrorCodes.Cancelled, "57014", "SQL execution canceled");

    public static bool IsTerminal(StatementStatus status) => status >= StatementStatus.Succeeded;

    public static bool CanMove(StatementStatus from, StatementStatus to) => (from, to) switch
    {
        (StatementStatus.Submitted, StatementStatus.Running) => true,
        (StatementStatus.Submitted, StatementStatus.Failed or StatementStatus.Cancelled) => true,
        (StatementStatus.Running, StatementStatus.Succeeded or StatementStatus.Failed or StatementStatus.Cancelled) => true,
        _ => false,
    };

    public static Statement Start(Statement statement, DateTimeOffset now)
    {
        Check(statement, StatementStatus.Running);
        return statement with { Status = StatementStatus.Running, Version = statement.Version + 1, StartedAt = NotBefore(statement.CreatedAt, now) };
    }

    public static Statement Succeed(Statement statement, ResultManifest result, DateTimeOffset now) =>
        Finish(statement, StatementStatus.Succeeded, now, result: result);

    public static Statement Fail(Statement statement, StatementError error, DateTimeOffset now) =>
        Finish(statement, StatementStatus.Failed, now, error: error);

    public static Statement Cancel(Statement statement, DateTimeOffset requestedAt, DateTimeOffset now) =>
        Finish(statement, StatementStatus.Cancelled, now, error: Cancelled, askedAt: requestedAt);

    /// <summary>Not a transition: it tells the owner, which alone can stop the executor, that a cancel was requested.</summary>
    public static Statement RequestCancel(Statement statement, DateTimeOffset now) =>
        statement with { CancelRequestedAt = now, Version = statement.Version + 1 };

    /// <summary>Not a transition: it adds the parts of a running multi-statement request.</summary>
    public static Statement SetChildren(Statement statement, IReadOnlyList<StatementHandle> children) =>
        statement with { Children = children, Version = statement.Version + 1 };

    /// <summary>Not a transition: the statement stays Succeeded without its rows.</summary>
    public static Statement EvictRows(Statement statement, DateTimeOffset now) =>
        statement with { Result = null, RowsEvictedAt = now, Version = statement.Version + 1 };

    /// <summary>The tombstone of an expired statement, without its texts and rows. Its version is one higher, so that a reader that holds
    /// the old version cannot refresh the expiry.</summary>
    public static Statement ToTombstone(Statement statement) => statement with
    {
        Sql = "",
        Bindings = Statement.NoBindings,
        Context = StatementContext.Empty,
        User = null,
        Result = null,
        Children = [],
        Version = statement.Version + 1,
    };

    /// <summary>The tombstone of a statement that its session has released. It expires now, for every reader.</summary>
    public static Statement Release(Statement statement, DateTimeOffset now) => ToTombstone(statement) with { ExpiresAt = now };

    /// <summary>What a transfer stores at its target until all batches are there. It is Running, because only a running statement takes
    /// batches, and its version is one lower, so that the complete copy has the same version as the source.</summary>
    public static Statement ToIncompleteCopy(Statement goal) => goal with
    {
        Status = StatementStatus.Running,
        Version = goal.Version - 1,
        Owner = null,
        Error = null,
        Result = null,
        RowsEvictedAt = null,
    };

    /// <summary>One `with` for all changes, because each one makes a copy.</summary>
    private static Statement Finish(
        Statement statement,
        StatementStatus to,
        DateTimeOffset now,
        ResultManifest? result = null,
        StatementError? error = null,
        DateTimeOffset? askedAt = null)
    {
        Check(statement, to);
        now = NotBefore(statement.CreatedAt, now);
        return statement with
        {
            Status = to,
            Version = statement.Version + 1,
            CompletedAt = now,
            ExpiresAt = now + statement.TimeToLive,
            Result = result,
            Error = error,
            CancelRequestedAt = statement.CancelRequestedAt ?? askedAt,
            Progress = null,
        };
    }

    /// <summary>The creation time can be ahead of this server's clock: it is later than that of another server's statement whose request
    /// id it took over.</summary>
    private static DateTimeOffset NotBefore(DateTimeOffset createdAt, DateTimeOffset now) => now > createdAt ? now : createdAt;

    private static void Check(Statement statement, StatementStatus to)
    {
        if (!CanMove(statement.Status, to))
        {
            throw new InvalidOperationException($"Statement {statement.Handle} cannot go from {statement.Status} to {to}.");
        }
    }
}
