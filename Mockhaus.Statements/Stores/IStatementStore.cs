using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores;

/// <summary>Keeps statements and their result batches. A store decides nothing: the manager does.</summary>
/// <remarks>
/// <para>Every member is thread-safe and atomic: other calls see all of a change or nothing, and see it once its task has completed.</para>
/// <para>A store that is unavailable throws <see cref="StatementStoreException"/>; it never reports "not found" instead.
/// A token that is cancelled before the work has begun gives <see cref="OperationCanceledException"/> and no change.</para>
/// <para>Batches exist for a statement that is running, or that has succeeded and has a <see cref="Statement.Result"/>.
/// A change that replaces a statement by a finished one without a result removes its batches in the same step.</para>
/// <para>Live statements are never evicted, however full the store is. A live statement with an <see cref="Statement.ExpiresAt"/> is the
/// copy that a <see cref="Transfer.StatementTransfer"/> has not completed: it may be removed when the retention of its tombstone would be
/// over.</para>
/// </remarks>
public interface IStatementStore
{
    /// <summary>Stores a new statement, unless its handle is taken, its request id is taken in its session, or the session is
    /// full.</summary>
    /// <remarks>
    /// <para>A statement that had expired at the new one's <see cref="Statement.CreatedAt"/> does not hold its request id any more and
    /// does not count for the session. Adding the same statement a second time returns
    /// <see cref="StatementWriteStatus.HandleTaken"/>.</para>
    /// <para><see cref="Statement.YieldsRequestIdTo"/> decides whether the holder of a request id prevents the addition. Where it
    /// does not, the new statement is stored and takes the request id over in one step, or leaves it with the holder. The older
    /// statement does not change, and its removal or expiry does not free a request id that it does not hold any more.</para>
    /// </remarks>
    /// <param name="statement">The statement.</param>
    /// <param name="maxInSession">How many statements, live and retained, its session may have, this one included.</param>
    /// <param name="cancellationToken">Cancels the operation before the write has begun.</param>
    /// <returns>The outcome, and the statement that is stored: this one, or the one that has the handle or the request id.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken);

    /// <summary>Finds a statement, expired or not.</summary>
    /// <param name="handle">Its handle.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The statement, or null when there is none.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken);

    /// <summary>Finds the statement that holds a request id in a session, expired or not: of several that have it, the newest.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="requestId">The request id, compared ordinally.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The statement, or null when there is none.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken);

    /// <summary>Replaces a statement, if the stored one still has the expected version.</summary>
    /// <remarks>This compare-and-set is the only way in which the state of a statement changes; of two calls that expect the same
    /// version, one succeeds.</remarks>
    /// <param name="statement">The new state, with the handle, session and request id of the old one.</param>
    /// <param name="expectedVersion">The version that has to be stored.</param>
    /// <param name="cancellationToken">Cancels the operation before the write has begun.</param>
    /// <returns>The outcome, and the statement that is stored (null when there is none).</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>Refreshes the expiry of a finished statement because it was read. The version does not change.</summary>
    /// <remarks>
    /// Does nothing when the stored version is another, the statement does not exist, has expired by the store's clock (a caller may have
    /// got that answer), or expires later already. A store may keep a refresh in memory for up to a tenth of the time to live before it
    /// writes it; a crash may lose that much.
    /// </remarks>
    /// <param name="handle">Its handle.</param>
    /// <param name="expectedVersion">The version that was read.</param>
    /// <param name="expiresAt">The new expiry.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A task that ends when the new expiry is in force.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    ValueTask RefreshExpiryAsync(StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Lists statements without their rows, newest first, expired ones included.</summary>
    /// <remarks>A statement that is added or removed while the list is read may be in it or not; every other statement is in it
    /// once.</remarks>
    /// <param name="filter">Which statements to list.</param>
    /// <param name="cancellationToken">Cancels the operation between two statements.</param>
    /// <returns>The statements.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken);

    /// <summary>Stores a batch of a running statement, or replaces the batch with the same number.</summary>
    /// <param name="handle">The statement.</param>
    /// <param name="batch">The batch. Its bytes belong to the caller again when the task ends, so a store that keeps them copies
    /// them.</param>
    /// <param name="cancellationToken">Cancels the operation before the write has begun.</param>
    /// <returns>Whether it was stored. False when the statement does not exist or is not running any more, which tells a late
    /// executor that its statement has ended.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable, or cannot store the batch.</exception>
    ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken);

    /// <summary>Reads a batch. It can be read any number of times.</summary>
    /// <param name="handle">The statement.</param>
    /// <param name="number">The batch, from 0.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The batch, whose bytes must not be changed, or null when there is none.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken);

    /// <summary>Removes a statement and its batches, and frees its request id. Leaves no tombstone.</summary>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Cancels the operation before the removal has begun.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken);

    /// <summary>Purges what has expired: replaces expired statements by <see cref="Statement.ToTombstone"/>, and removes tombstones
    /// after their retention.</summary>
    /// <remarks>Nothing depends on when this is called: expiry is decided when a statement is read.</remarks>
    /// <param name="now">The current time by the manager's clock.</param>
    /// <param name="tombstoneRetention">How long a tombstone stays after <see cref="Statement.ExpiresAt"/>.</param>
    /// <param name="cancellationToken">Cancels the operation between two statements.</param>
    /// <returns>How many statements were purged.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken);

    /// <summary>Gets an optional capability of the store: <see cref="IStatementStoreHealth"/>, <see cref="IStatementLeases"/>,
    /// <see cref="IStatementChangeFeed"/> or <see cref="IStatementSessionActivity"/>.</summary>
    /// <remarks>
    /// <para>The default implementation returns the store itself when it implements <typeparamref name="T"/>, which is right for a store
    /// that keeps the statements itself.</para>
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
