using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Lifecycle;

/// <summary>How and when a statement ends. Decided once, and applied to the state that the store has.</summary>
/// <param name="Status">The terminal status.</param>
/// <param name="At">When it ends, independent of when that is stored.</param>
internal sealed record StatementOutcome(StatementStatus Status, DateTimeOffset At)
{
    /// <summary>The rows of a success.</summary>
    public ResultManifest? Result { get; private init; }

    /// <summary>The reason of a failure.</summary>
    public StatementError? Error { get; private init; }

    /// <summary>When a cancel was requested.</summary>
    public DateTimeOffset AskedAt { get; private init; }

    public static StatementOutcome Success(ResultManifest result, DateTimeOffset at) => new(StatementStatus.Succeeded, at) { Result = result };

    public static StatementOutcome Failure(StatementError error, DateTimeOffset at) => new(StatementStatus.Failed, at) { Error = error };

    public static StatementOutcome Cancel(DateTimeOffset askedAt, DateTimeOffset at) => new(StatementStatus.Cancelled, at) { AskedAt = askedAt };

    /// <summary>The statement in its terminal state.</summary>
    public Statement Apply(Statement statement) => Status switch
    {
        StatementStatus.Succeeded => StatementLifecycle.Succeed(statement, Result!, At),
        StatementStatus.Failed => StatementLifecycle.Fail(statement, Error!, At),
        _ => StatementLifecycle.Cancel(statement, AskedAt, At),
    };
}
