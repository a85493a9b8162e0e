using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Transfer;

/// <summary>Copies or moves finished statements, with their rows, from one store to another, of any type.</summary>
/// <remarks>
/// <para>A copy is identical to the statement at the source: the same handle, version, times, expiry, request id, error and rows.
/// Tombstones are copied too, so that their handles still answer "expired". Live statements are skipped, because they end where they run.
/// <see cref="StatementLimitOptions.MaxStatementsPerSession"/> does not apply.</para>
/// <para>Each batch is read back from the target and compared by checksum before the statement is finished there. Several statements
/// are copied at a time, with one batch each; of batches above 1 MB, one at a time in total.</para>
/// <para>A transfer that was stopped or killed at any point can be run again: batches that the target has are not written a second time.
/// Several transfers can run at once. Until it is complete, a copy is Running at the target, without an owner; if it is never
/// completed, it expires when the statement would have.</para>
/// <para>A statement that cannot be copied (damaged, or in conflict with another) does not stop the transfer: the result
/// reports it. A store that is unavailable stops the transfer.</para>
/// <para>Both stores can be in use. When a statement is read, released or removed at the source after it was copied, the target does not
/// change until the transfer is run again, which refreshes expiries but removes nothing. Of a per-session store, only open persistent
/// sessions are included.</para>
/// </remarks>
public sealed class StatementTransfer
{
    private readonly IStatementStore _from;
    private readonly IStatementStore _to;
    private readonly TimeProvider _timeProvider;

    /// <summary>Creates a transfer between two stores. The caller keeps ownership of them.</summary>
    /// <param name="from">The source.</param>
    /// <param name="to">The target.</param>
    /// <param name="timeProvider">The clock, or null for the system clock.</param>
    /// <exception cref="ArgumentException">Source and target are the same store.</exception>
    public StatementTransfer(IStatementStore from, IStatementStore to, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (ReferenceEquals(from, to))
        {
            throw new ArgumentException("The target is the source. Pass two stores.", nameof(to));
        }

        (_from, _to, _timeProvider) = (from, to, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Copies statements.</summary>
    /// <param name="filter">The statements to include, such as those of one session. Null: all.</param>
    /// <param name="progress">Receives progress reports, or null.</param>
    /// <param name="cancellationToken">Stops the transfer between two statements or batches. Run the transfer again to continue.</param>
    /// <returns>The result.</returns>
    /// <exception cref="StatementStoreException">A store is unavailable. Run the transfer again to continue.</exception>
    /// <exception cref="OperationCanceledException">The transfer was cancelled.</exception>
    public ValueTask<TransferResult> CopyAsync(
        StatementFilter? filter = null, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new TransferRun(_from, _to, _timeProvider, progress).RunAsync(filter ?? new(), isMove: false, cancellationToken);

    /// <summary>Copies statements, and removes each one from the source when the target has all of it.</summary>
    /// <remarks>Only finished statements that were compared are removed. The source keeps statements that it has more of: live ones,
    /// conflicts, failures, and those that have expired or lost their rows only at the target. A read or a release of a statement at the
    /// source at the time of its removal is lost; to prevent this, stop the manager of the source first.</remarks>
    /// <param name="filter">The statements to include, such as those of one session. Null: all.</param>
    /// <param name="progress">Receives progress reports, or null.</param>
    /// <param name="cancellationToken">Stops the transfer between two statements or batches. Run the transfer again to continue.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">Both stores use the same storage. Nothing was removed.</exception>
    /// <exception cref="StatementStoreException">A store is unavailable. Run the transfer again to continue.</exception>
    /// <exception cref="OperationCanceledException">The transfer was cancelled.</exception>
    public async ValueTask<TransferResult> MoveAsync(
        StatementFilter? filter = null, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await CheckPlacesAsync(cancellationToken).ConfigureAwait(false);
        return await new TransferRun(_from, _to, _timeProvider, progress).RunAsync(filter ?? new(), isMove: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Two stores with the same storage, such as a hybrid store and its backing store, would find every statement at the target
    /// and remove it.</summary>
    private async ValueTask CheckPlacesAsync(CancellationToken cancellationToken)
    {
        var now = _timeProvider.GetUtcNow();
        var probe = new Statement
        {
            Handle = StatementHandle.New(_timeProvider),
            SessionId = "mockhaus-statement-transfer",
            Sql = "",
            Status = StatementStatus.Running,
            CreatedAt = now,
            CompletedAt = now,
            ExpiresAt = now,
            TimeToLive = TimeSpan.FromSeconds(1),
            Version = 1,
        };
        try
        {
            await _to.AddAsync(probe, int.MaxValue, cancellationToken).ConfigureAwait(false);
            if (await _from.FindAsync(probe.Handle, cancellationToken).ConfigureAwait(false) is not null)
            {
                throw new ArgumentException("The target uses the same storage as the source, so a move would remove the statements. Pass stores with different storage.");
            }
        }
        finally
        {
            await _to.RemoveAsync(probe.Handle, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
