namespace Mockhaus.Statements.Stores;

/// <summary>An optional capability of an <see cref="IStatementStore"/> that several processes share: to know when a session was last used
/// in any of them.</summary>
/// <remarks>
/// For <see cref="StatementRetentionOptions.SessionIdleTimeout"/>: each manager knows the calls that it has served itself, and asks the
/// store before it ends a session that other processes may be using. A manager asks for this capability once, when it is created, and
/// records the activity of a session at most once in each tenth of that time. Thread-safe.
/// </remarks>
public interface IStatementSessionActivity
{
    /// <summary>Records when a session was used. Replaces the previous record.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="usedAt">When it was used, by the clock of the manager.</param>
    /// <param name="keep">How long the record is valid; the store has to remove it at some time after that.</param>
    /// <param name="cancellationToken">Cancels the operation before the write has begun.</param>
    /// <returns>A task that ends when every process can read the record.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    ValueTask RecordActivityAsync(string sessionId, DateTimeOffset usedAt, TimeSpan keep, CancellationToken cancellationToken);

    /// <summary>Gets when a session was last used, as recorded by any process.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The time, or null when there is no record.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    ValueTask<DateTimeOffset?> GetLastActivityAsync(string sessionId, CancellationToken cancellationToken);
}
