using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores;

/// <summary>Keeps statements and their result batches. It decides nothing: the manager does.</summary>
/// <remarks>
/// <para>Every member is safe to call from many threads at once, and every member is atomic: others see all of it or
/// nothing, and see it once its task has completed.</para>
/// <para>A store that cannot answer throws <see cref="StatementStoreException"/>; it never says "not there" for that.
/// A token that is cancelled before the work has begun gives <see cref="OperationCanceledException"/> and no change.</para>
/// <para>Batches exist for a statement that is running, or that has succeeded and has a <see cref="Statement.Result"/>.
/// Whatever replaces a statement by a finished one without a result drops its batches in the same step.</para>
/// <para>Live statements are never evicted, however full the store is. One that has an <see cref="Statement.ExpiresAt"/> all the same is
/// the copy that a <see cref="Transfer.StatementTransfer"/> has not completed: it may be removed once its tombstone's time would be over.</para>
/// </remarks>
public interface IStatementStore
{
    /// <summary>Stores a new statement, unless its handle is taken, its request id is taken in its session, or the session is full.</summary>
    /// <remarks>
    /// <para>A statement that had expired at the new one's <see cref="Statement.CreatedAt"/> holds its request id no longer and
    /// does not count for the session. Adding the same statement a second time finds the first one in the way.</para>
    /// <para>Whether the holder of a request id stands in the way is said by <see cref="Statement.YieldsRequestIdTo"/>. Where it
    /// does not, the new statement is stored and takes the request id over in one step, or leaves it where it is. The older one
    /// stays as it is, and its removal or expiry does not free a request id that it holds no longer.</para>
    /// </remarks>
    /// <param name="statement">The statement.</param>
    /// <param name="maxInSession">How many statements, live and retained, its session may have, this one included.</param>
    /// <param name="cancellationToken">Gives up before the write has begun.</param>
    /// <returns>Written, or the statement that holds the handle or the request id, or neither when the session is full.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken);

    /// <summary>Finds a statement, expired or not.</summary>
    /// <param name="handle">Its handle.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The statement, or null when there is none.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken);

    /// <summary>Finds the statement that holds a request id in a session, expired or not: of several that have it, the newest.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="requestId">The request id, compared exactly.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The statement, or null when there is none.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken);

    /// <summary>Replaces a statement, if the stored one still has the expected version.</summary>
    /// <remarks>This compare-and-set is the only way in which a statement moves; of two that expect the same version, one wins.</remarks>
    /// <param name="statement">The new state, with the handle, session and request id of the old one.</param>
    /// <param name="expectedVersion">The version that must stand there.</param>
    /// <param name="cancellationToken">Gives up before the write has begun.</param>
    /// <returns>Written, or the statement that stood there (null when none did).</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>Moves the expiry of a finished statement on, because it was read. Not a move: the version stays.</summary>
    /// <remarks>
    /// Does nothing when the stored version is another, the statement is gone, has expired by the store's clock (somebody may
    /// have been told so), or expires later already. A store may
    /// keep a slide in memory for up to a tenth of the time to live before it writes it; a crash may lose that much.
    /// </remarks>
    /// <param name="handle">Its handle.</param>
    /// <param name="expectedVersion">The version that was read.</param>
    /// <param name="expiresAt">The new expiry.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the slide is in force.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    ValueTask RefreshExpiryAsync(StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Lists statements, newest first, expired ones included; never their rows.</summary>
    /// <remarks>A statement that is added or removed while the list is read may be in it or not; no other is missed or shown twice.</remarks>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellationToken">Gives up between two statements.</param>
    /// <returns>The statements.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken);

    /// <summary>Stores a batch of a running statement; the same number again replaces it.</summary>
    /// <param name="handle">The statement.</param>
    /// <param name="batch">The batch. Its bytes are the caller's again when the task ends, so a store that keeps them copies them.</param>
    /// <param name="cancellationToken">Gives up before the write has begun.</param>
    /// <returns>Whether it was stored: not so when the statement is gone or no longer running, which is how a late
    /// executor learns that it has been overtaken.</returns>
    /// <exception cref="StatementStoreException">The store could not take the batch.</exception>
    ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken);

    /// <summary>Reads a batch; as often as wanted.</summary>
    /// <param name="handle">The statement.</param>
    /// <param name="number">The batch, from 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The batch, whose bytes must not be changed, or null when there is none.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken);

    /// <summary>Removes a statement, its batches and its hold on a request id. Leaves no tombstone.</summary>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up before the removal has begun.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken);

    /// <summary>Gives back what has expired: first the rows and texts, leaving <see cref="Statement.ToTombstone"/>, then the tombstones.</summary>
    /// <remarks>Nothing depends on when this is called: expiry is decided when a statement is read.</remarks>
    /// <param name="now">The current time of the manager's clock.</param>
    /// <param name="tombstoneRetention">How long a tombstone stays after <see cref="Statement.ExpiresAt"/>.</param>
    /// <param name="cancellationToken">Gives up between two statements.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken);

    /// <summary>Gets an optional capability of the store: <see cref="IStatementStoreHealth"/>, <see cref="IStatementLeases"/>,
    /// <see cref="IStatementChangeFeed"/> or <see cref="IStatementSessionActivity"/>.</summary>
    /// <remarks>
    /// <para>The default implementation returns the store itself when it implements <typeparamref name="T"/>, which is right for a store that
    /// keeps the statements itself.</para>
    /// <para>A decorator (a store that passes its calls on to another store) overrides this method. For a capability that it does not
    /// change, it returns <c>inner.GetCapability&lt;T&gt;()</c>. For a capability that it implements by means of the inner store, it
    /// returns itself where the inner store has that capability, and null where it has not. A decorator that does not override this method
    /// hides the capabilities that it does not implement itself.</para>
    /// <para>A manager asks for each capability once, when it is created, so the answer has to stay the same.</para>
    /// </remarks>
    /// <typeparam name="T">The interface of the capability.</typeparam>
    /// <returns>The capability, or null when the store does not have it.</returns>
    T? GetCapability<T>()
        where T : class => this as T;
}
