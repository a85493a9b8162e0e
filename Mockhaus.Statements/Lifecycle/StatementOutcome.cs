using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Lifecycle;

/// <summary>How a statement is to end, and when: decided once, and applied to whatever state it is found in.</summary>
/// <param name="Status">The terminal status.</param>
/// <param name="At">When it ends, however long it takes to be written.</param>
internal sealed record StatementOutcome(StatementStatus Status, DateTimeOffset At)
{
    /// <summary>The rows of a success.</summary>
    public ResultManifest? Result { get; private init; }

    /// <summary>The reason of a failure.</summary>
    public StatementError? Error { get; private init; }

    /// <summary>When a cancel was asked for.</summary>
    public DateTimeOffset AskedAt { get; private init; }

    public static StatementOutcome Success(ResultManifest result, DateTimeOffset at) => new(StatementStatus.Succeeded, at) { Result = result };

    public static StatementOutcome Failure(StatementError error, DateTimeOffset at) => new(StatementStatus.Failed, at) { Error = error };

    public static StatementOutcome Cancel(DateTimeOffset askedAt, DateTimeOffset at) => new(StatementStatus.Cancelled, at) { AskedAt = askedAt };

    /// <summary>The statement, ended.</summary>
    public Statement Apply(Statement statement) => Status switch
    {
        StatementStatus.Succeeded => StatementLifecycle.Succeed(statement, Result!, At),
        StatementStatus.Failed => StatementLifecycle.Fail(statement, Error!, At),
        _ => StatementLifecycle.Cancel(statement, AskedAt, At),
    };
}
