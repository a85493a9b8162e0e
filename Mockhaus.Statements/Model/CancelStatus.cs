namespace Mockhaus.Statements;

/// <summary>The outcome of a cancel.</summary>
public enum CancelStatus
{
    /// <summary>The session has no such statement.</summary>
    NotFound = 0,

    /// <summary>The statement is cancelled, and its executor was told to stop.</summary>
    Cancelled = 1,

    /// <summary>The cancel is requested. The statement runs on another manager, which has not stored the cancellation yet.</summary>
    Cancelling = 2,

    /// <summary>The statement had already ended; <see cref="CancelResult.Statement"/> has its status.</summary>
    AlreadyFinished = 3,
}
