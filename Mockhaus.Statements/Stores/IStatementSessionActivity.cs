namespace Mockhaus.Statements.Stores;

/// <summary>An optional ability of an <see cref="IStatementStore"/> that several processes share: to know when a session was last used in any
/// of them.</summary>
/// <remarks>
/// For <see cref="StatementRetentionOptions.SessionIdleTimeout"/>: each manager knows what it has been asked itself, and asks the
/// store before it ends a session that others may be using. A manager looks for this ability once, when it is made, and writes a
/// note of a session at most once each tenth of that time. Safe to call from many threads at once.
/// </remarks>
public interface IStatementSessionActivity
{
    /// <summary>Takes note of a use of a session, in place of the note before.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="usedAt">When it was used, by the clock of the manager.</param>
    /// <param name="keep">How long the note counts; afterwards it may be forgotten, and has to be at some time.</param>
    /// <param name="cancellationToken">Gives up before the write has begun.</param>
    /// <returns>A task that ends when all processes find it.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    ValueTask RecordActivityAsync(string sessionId, DateTimeOffset usedAt, TimeSpan keep, CancellationToken cancellationToken);

    /// <summary>Finds when a session was last used, as any process has noted it.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When that was, or null when there is no note, or none any more.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    ValueTask<DateTimeOffset?> GetLastActivityAsync(string sessionId, CancellationToken cancellationToken);
}
