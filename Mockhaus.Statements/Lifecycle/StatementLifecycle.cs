using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Lifecycle;

/// <summary>The one table of legal moves, and the records that each move makes. Nothing else builds a next state.</summary>
internal static class StatementLifecycle
{
    public static bool IsTerminal(StatementStatus status) => status >= StatementStatus.Succeeded;

    public static bool CanMove(StatementStatus from, StatementStatus to) => (from, to) switch
    {
        (StatementStatus.Submitted, StatementStatus.Running) => true,
        (StatementStatus.Submitted, StatementStatus.Failed or StatementStatus.Cancelled) => true,
        (StatementStatus.Running, StatementStatus.Succeeded or StatementStatus.Failed or StatementStatus.Cancelled) => true,
        _ => false,
    };

    public static Statement Start(Statement statement, StatementOwner owner, DateTimeOffset now) =>
        Move(statement, StatementStatus.Running) with { StartedAt = now, Owner = owner };

    public static Statement Succeed(Statement statement, ResultManifest result, DateTimeOffset now) =>
        Finish(statement, StatementStatus.Succeeded, now) with { Result = result };

    public static Statement Fail(Statement statement, StatementError error, DateTimeOffset now) =>
        Finish(statement, StatementStatus.Failed, now) with { Error = error };

    public static Statement Cancel(Statement statement, DateTimeOffset requestedAt, DateTimeOffset now) =>
        Finish(statement, StatementStatus.Cancelled, now) with
        {
            CancelRequestedAt = requestedAt,
            Error = new(StatementErrorCodes.Cancelled, "57014", "SQL execution canceled"),
        };

    private static Statement Finish(Statement statement, StatementStatus to, DateTimeOffset now) =>
        Move(statement, to) with { CompletedAt = now, ExpiresAt = now + statement.TimeToLive };

    private static Statement Move(Statement statement, StatementStatus to) =>
        CanMove(statement.Status, to)
            ? statement with { Status = to, Version = statement.Version + 1 }
            : throw new InvalidOperationException($"Statement {statement.Handle} cannot move from {statement.Status} to {to}.");
}
