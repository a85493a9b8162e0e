namespace Mockhaus.Statements.Diagnostics;

/// <summary>What a manager has on its hands at one moment.</summary>
/// <param name="Queued">Stored, and not running yet.</param>
/// <param name="Running">Running.</param>
/// <param name="Unstored">Ended, but the store has not taken their end yet.</param>
/// <param name="Waiting">Callers that wait for or watch a statement.</param>
/// <param name="StoredBytes">The results of all succeeded statements.</param>
/// <param name="IsFull">Whether the next statement would be refused.</param>
internal readonly record struct StatementLoad(int Queued, int Running, int Unstored, int Waiting, long StoredBytes, bool IsFull)
{
    /// <summary>Why the store can answer only in part, or null.</summary>
    public Exception? Outage { get; init; }
}
