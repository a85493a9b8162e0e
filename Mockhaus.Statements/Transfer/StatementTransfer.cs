using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Transfer;

/// <summary>Copies or moves finished statements, with their rows, from one store to another, of whatever kind the two are.</summary>
/// <remarks>
/// <para>A copy is the statement as it stands at the source: the same handle, version, times, expiry, request id, error and rows. Tombstones
/// are copied too, so that "expired" goes on being answered. What is live is left out: it ends where it runs.
/// <see cref="StatementLimitOptions.MaxStatementsPerSession"/> keeps nothing out.</para>
/// <para>Each batch is read back from the target and compared, by its checksum, before the statement is finished there. Some statements
/// are copied at a time, of each one batch, and of those above 1 MB one in all.</para>
/// <para>A transfer that was stopped or killed at any point is run again: what the target has is not written a second time.
/// Several at once do each other no harm. Until all of it is there, a statement is Running at the target, without an owner; should nobody
/// complete it, it expires when its copy would have.</para>
/// <para>A statement that cannot be copied (damaged, or in conflict with another) does not stop the rest: the result
/// has it. A store that does not answer stops the transfer.</para>
/// <para>Both stores may be in use. What was read, released or removed at the source after it was copied stays as it was at the target until
/// the transfer is run again, which puts off expiries but takes nothing away. Of a store by session, the persistent sessions that are open
/// are found, and those that are not are not.</para>
/// </remarks>
public sealed class StatementTransfer
{
    private readonly IStatementStore _from;
    private readonly IStatementStore _to;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes a transfer between two stores, which stay their owners'.</summary>
    /// <param name="from">The source.</param>
    /// <param name="to">The target.</param>
    /// <param name="timeProvider">The clock, or null for the system's.</param>
    /// <exception cref="ArgumentException">Both are the same store.</exception>
    public StatementTransfer(IStatementStore from, IStatementStore to, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (ReferenceEquals(from, to))
        {
            throw new ArgumentException("The target is the source. Name two stores.", nameof(to));
        }

        (_from, _to, _timeProvider) = (from, to, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Copies statements.</summary>
    /// <param name="filter">Which ones, such as those of one session; null: all.</param>
    /// <param name="progress">Told how far it is; null: nobody.</param>
    /// <param name="cancellationToken">Stops between two statements or batches. Run it again to go on.</param>
    /// <returns>What became of them.</returns>
    /// <exception cref="StatementStoreException">A store does not answer. Run it again to go on.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public ValueTask<TransferResult> CopyAsync(
        StatementFilter? filter = null, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new TransferRun(_from, _to, _timeProvider, progress).RunAsync(filter ?? new(), isMove: false, cancellationToken);

    /// <summary>Copies statements, and removes from the source each one that the target has all of.</summary>
    /// <remarks>Only finished statements that were compared are removed, and nothing that the source still has more of: live ones,
    /// conflicts, failures, and those that have expired or given up their rows at the target alone. A read or a release of a statement at the source in the very
    /// moment of its removal is lost; stop the source's manager first where that matters.</remarks>
    /// <param name="filter">Which ones, such as those of one session; null: all.</param>
    /// <param name="progress">Told how far it is; null: nobody.</param>
    /// <param name="cancellationToken">Stops between two statements or batches. Run it again to go on.</param>
    /// <returns>What became of them.</returns>
    /// <exception cref="ArgumentException">Both stores keep their statements in the same place. Nothing was removed.</exception>
    /// <exception cref="StatementStoreException">A store does not answer. Run it again to go on.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async ValueTask<TransferResult> MoveAsync(
        StatementFilter? filter = null, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await CheckPlacesAsync(cancellationToken).ConfigureAwait(false);
        return await new TransferRun(_from, _to, _timeProvider, progress).RunAsync(filter ?? new(), isMove: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Two stores over one place, such as a hybrid one and what is behind it, would find everything there already, and remove it.</summary>
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
                throw new ArgumentException("The target keeps its statements where the source does, so a move would remove them. Name two places.");
            }
        }
        finally
        {
            await _to.RemoveAsync(probe.Handle, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
