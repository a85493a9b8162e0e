namespace Mockhaus.Statements.Stores;

/// <summary>An optional capability of an <see cref="IStatementStore"/> that several processes share: to know which owners of statements are
/// alive.</summary>
/// <remarks>
/// An owner holds a lease, which the store renews from <see cref="AcquireLease"/> on; an owner whose lease has expired is dead for every
/// process. A lease is measured by a clock that all processes share, not by the clock of one of them. A manager asks for this capability
/// once, when it is created; on a store without it, the owners that are alive are the managers of this process. Thread-safe.
/// </remarks>
public interface IStatementLeases
{
    /// <summary>Acquires a lease for an owner and renews it from now on. A statement that the owner adds is not stored before it has the
    /// lease.</summary>
    /// <param name="owner">The owner: one life of one manager.</param>
    /// <param name="lost">Called when the lease of another owner was found expired, so that its statements can be ended. It has to
    /// return at once, may be called again for the same owner, and is not called after the lease was released.</param>
    /// <returns>The lease, which is released when it is disposed of: the owner is dead from then on.</returns>
    IAsyncDisposable AcquireLease(StatementOwner owner, Action lost);

    /// <summary>Gets whether an owner has a lease.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>False when the lease has expired or was released, or when there never was one.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    ValueTask<bool> IsAliveAsync(StatementOwner owner, CancellationToken cancellationToken);
}
