namespace Mockhaus.Statements.Stores;

/// <summary>An optional ability of an <see cref="IStatementStore"/>: to say how it is, when it can answer in part.</summary>
/// <remarks>
/// A manager looks for it once, when it is made. A store without it is asked for a statement that nobody has, and is well
/// when it answers. Safe to call from many threads at once.
/// </remarks>
public interface IStatementStoreHealth
{
    /// <summary>Looks whether the store can do all that it is there for.</summary>
    /// <param name="limit">How long this may take, by the system's clock. It ends in time also when something behind the store hangs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when all is well; why it can answer only in part when it can do that (the health check is Degraded).</returns>
    /// <exception cref="StatementStoreException">The store cannot answer at all (the health check is Unhealthy).</exception>
    /// <exception cref="TimeoutException">It has not answered in time (the health check is Unhealthy).</exception>
    ValueTask<Exception?> CheckAsync(TimeSpan limit, CancellationToken cancellationToken);
}
