using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Lifecycle;

/// <summary>The one table of legal moves, and the records that each change makes. Nothing else builds a next state.</summary>
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

    /// <summary>Not a move: a note for the owner, who alone can stop the work.</summary>
    public static Statement RequestCancel(Statement statement, DateTimeOffset now) =>
        statement with { CancelRequestedAt = now, Version = statement.Version + 1 };

    /// <summary>Not a move: the parts of a running statement become known.</summary>
    public static Statement SetChildren(Statement statement, IReadOnlyList<StatementHandle> children) =>
        statement with { Children = children, Version = statement.Version + 1 };

    /// <summary>Not a move: a success stays one without its rows.</summary>
    public static Statement EvictRows(Statement statement, DateTimeOffset now) =>
        statement with { Result = null, RowsEvictedAt = now, Version = statement.Version + 1 };

    /// <summary>What is kept of an expired statement: neither its texts nor its rows. One version on, so that no reader who still holds the old one can refresh the expiry.</summary>
    public static Statement ToTombstone(Statement statement) => statement with
    {
        Sql = "",
        Bindings = Statement.NoBindings,
        Context = StatementContext.Empty,
        Result = null,
        Children = [],
        Version = statement.Version + 1,
    };

    /// <summary>A statement that its session has released: expired from now on, for every reader at once.</summary>
    public static Statement Release(Statement statement, DateTimeOffset now) => ToTombstone(statement) with { ExpiresAt = now };

    /// <summary>What a transfer keeps at its target until all batches are there: running, as only that takes batches, and one version before the
    /// end, so that the complete copy has the version that it has at the source.</summary>
    public static Statement ToIncompleteCopy(Statement goal) => goal with
    {
        Status = StatementStatus.Running,
        Version = goal.Version - 1,
        Owner = null,
        Error = null,
        Result = null,
        RowsEvictedAt = null,
    };

    /// <summary>One copy for all that changes: each `with` is one.</summary>
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

    /// <summary>A statement may be created ahead of this server's clock: later than one of another server, whose request id it has taken over.</summary>
    private static DateTimeOffset NotBefore(DateTimeOffset createdAt, DateTimeOffset now) => now > createdAt ? now : createdAt;

    private static void Check(Statement statement, StatementStatus to)
    {
        if (!CanMove(statement.Status, to))
        {
            throw new InvalidOperationException($"Statement {statement.Handle} cannot move from {statement.Status} to {to}.");
        }
    }
}
