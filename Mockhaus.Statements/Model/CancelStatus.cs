namespace Mockhaus.Statements;

/// <summary>What became of a cancel.</summary>
public enum CancelStatus
{
    /// <summary>There is no such statement in this session.</summary>
    NotFound = 0,

    /// <summary>The statement is cancelled; its work has been told to stop.</summary>
    Cancelled = 1,

    /// <summary>The cancel is asked for; the statement's owner is elsewhere and has not answered yet.</summary>
    Cancelling = 2,

    /// <summary>The statement had ended before; <see cref="CancelResult.Statement"/> says how.</summary>
    AlreadyFinished = 3,
}
