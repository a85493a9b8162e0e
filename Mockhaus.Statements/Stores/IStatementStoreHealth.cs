namespace Mockhaus.Statements.Stores;

/// <summary>An optional capability of an <see cref="IStatementStore"/>: to report its health, also when it can answer in part.</summary>
/// <remarks>
/// A manager asks for it once, when it is created. A store without it is asked for a statement that does not exist, and is healthy when it
/// answers. Thread-safe.
/// </remarks>
public interface IStatementStoreHealth
{
    /// <summary>Checks whether the store can serve every call.</summary>
    /// <param name="limit">How long this may take, by the system's clock. It ends in time also when a server or file behind the store
    /// does not respond.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Null when the store is healthy; the reason when it can answer only in part (the health check is Degraded).</returns>
    /// <exception cref="StatementStoreException">The store cannot answer at all (the health check is Unhealthy).</exception>
    /// <exception cref="TimeoutException">The store has not answered in time (the health check is Unhealthy).</exception>
    ValueTask<Exception?> CheckAsync(TimeSpan limit, CancellationToken cancellationToken);
}
