namespace Mockhaus.Statements.Stores;

/// <summary>An optional ability of an <see cref="IStatementStore"/> that several processes share: to know which of those who run
/// statements are alive.</summary>
/// <remarks>
/// An owner holds a lease, which the store renews from <see cref="AcquireLease"/> on; one whose lease has run out is dead to all. A lease is
/// measured by a clock that all processes share, never by that of one of them. A manager looks for this ability once, when it is
/// made; on a store without it, an owner is alive that is a manager of this process. Safe to call from many threads at once.
/// </remarks>
public interface IStatementLeases
{
    /// <summary>Keeps an owner alive from now on. A statement that it adds is stored when its lease holds, and not before.</summary>
    /// <param name="owner">The owner: one life of one manager.</param>
    /// <param name="lost">Called when another owner was found whose lease has run out, so that its statements can be ended. It has to
    /// return at once, may be called again for the same one, and never after the return of the lease.</param>
    /// <returns>What gives the lease back when it is disposed of: the owner is dead from then on.</returns>
    IAsyncDisposable AcquireLease(StatementOwner owner, Action lost);

    /// <summary>Whether an owner's lease holds.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False once its lease has run out or was given back, or when there never was one.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    ValueTask<bool> IsAliveAsync(StatementOwner owner, CancellationToken cancellationToken);
}
