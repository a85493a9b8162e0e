namespace Mockhaus.Statements.Diagnostics;

/// <summary>The current load of a manager.</summary>
/// <param name="Queued">Statements that are stored and not running yet.</param>
/// <param name="Running">Statements that are running.</param>
/// <param name="Unstored">Statements whose terminal state is not stored yet.</param>
/// <param name="Waiting">Callers that wait for or watch a statement.</param>
/// <param name="StoredBytes">The stored bytes of the results of all succeeded statements.</param>
/// <param name="IsFull">Whether the queue is full, so that the next statement is refused.</param>
internal readonly record struct StatementLoad(int Queued, int Running, int Unstored, int Waiting, long StoredBytes, bool IsFull)
{
    /// <summary>The reason why the store works only in part, or null.</summary>
    public Exception? Outage { get; init; }

    /// <summary>What waits to be recorded in the history, or null when there is none.</summary>
    public HistoryLoad? History { get; init; }
}
