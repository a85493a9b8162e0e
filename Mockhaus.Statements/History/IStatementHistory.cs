namespace Mockhaus.Statements.History;

/// <summary>Keeps what happened to statements, longer than the statements themselves. It decides nothing, and nothing depends on it.</summary>
/// <remarks>
/// <para>Every member is thread-safe and atomic: other calls see all of a change or nothing, and see it once its task has completed.</para>
/// <para>A history that is unavailable throws <see cref="StatementStoreException"/>. A token that is cancelled before the work has begun
/// gives <see cref="OperationCanceledException"/> and no change.</para>
/// <para>Disposing waits for the calls that are under way. Later calls throw <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public interface IStatementHistory : IAsyncDisposable
{
    /// <summary>Whether an appended entry survives a crash of the process.</summary>
    bool IsDurable { get; }

    /// <summary>Appends entries: all of them, or none when it throws. An entry whose id is there already changes nothing.</summary>
    /// <param name="entries">The entries. Their order is their age: the last one is the newest.</param>
    /// <param name="cancellationToken">Cancels the operation before the write has begun.</param>
    /// <returns>A task that completes when the entries are kept, durably if <see cref="IsDurable"/>.</returns>
    /// <exception cref="StatementStoreException">The history is unavailable.</exception>
    ValueTask AppendAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of entries, newest first: in the reverse order in which they were appended.</summary>
    /// <remarks>A position stays valid when entries are appended, erased or trimmed: no entry comes twice, and none that was there during
    /// all of the pages is left out. A page costs the same, however many entries there are.</remarks>
    /// <param name="filter">Which entries.</param>
    /// <param name="limit">The largest number of entries, from 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    /// <exception cref="ArgumentException"><see cref="HistoryFilter.After"/> is not a position of a history of this type.</exception>
    /// <exception cref="StatementStoreException">The history is unavailable.</exception>
    ValueTask<HistoryPage> ReadAsync(HistoryFilter filter, int limit, CancellationToken cancellationToken = default);

    /// <summary>Erases entries physically: afterwards they are in no file and no memory of the history.</summary>
    /// <remarks>When the process is killed meanwhile, the next opening finishes the erasure. Entries that are appended during the call are
    /// erased or kept.</remarks>
    /// <param name="what">Which entries.</param>
    /// <param name="cancellationToken">Cancels the operation before it has begun.</param>
    /// <returns>The number of erased entries.</returns>
    /// <exception cref="StatementStoreException">The history is unavailable.</exception>
    ValueTask<long> EraseAsync(HistoryErasure what, CancellationToken cancellationToken = default);

    /// <summary>Removes the oldest entries: those before a time, and as many more as exceed a size.</summary>
    /// <remarks>A history can keep entries somewhat longer, to remove whole tables at once; <see cref="ReadAsync"/> does not return entries
    /// that a trim was asked to remove because of their age.</remarks>
    /// <param name="before">Entries before this time are removed.</param>
    /// <param name="maxBytes">The size to keep at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>What was removed.</returns>
    /// <exception cref="StatementStoreException">The history is unavailable.</exception>
    ValueTask<HistoryTrim> TrimAsync(DateTimeOffset before, long maxBytes, CancellationToken cancellationToken = default);
}
