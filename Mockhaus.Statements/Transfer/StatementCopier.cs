using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Transfer;

/// <summary>Copies one statement, from any state of the two stores to a complete copy.</summary>
/// <remarks>
/// It reads both stores, performs the next step, and repeats. So it continues after a crash, concurrently with other transfers, and while
/// the statement is read, expires or is removed at either store. Each step at the target is a compare-and-set of an incomplete copy; a
/// finished statement is never changed, except for its expiry.
/// </remarks>
internal sealed class StatementCopier(
    IStatementStore from, IStatementStore to, TimeProvider timeProvider, SemaphoreSlim large, Action<int> written)
{
    /// <summary>Each round is caused by a concurrent change. Apart from reads, a statement has few of them.</summary>
    private const int MaxRounds = 100;

    private readonly BatchCopier _batches = new(from, to, large, written);

    /// <exception cref="StatementTransferException">The stored statement cannot be copied.</exception>
    /// <exception cref="StatementStoreException">One of the stores is unavailable.</exception>
    public async ValueTask<CopyOutcome> CopyAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        var kind = CopyKind.AlreadyThere;
        var (wasThere, isCompared) = (false, false);
        DateTimeOffset? slidTo = null;
        for (var round = 0; round < MaxRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var source = await from.FindAsync(handle, cancellationToken).ConfigureAwait(false);
            if (source is not { IsFinished: true })
            {
                // An incomplete copy is left at the target: the source may have the statement again, for example when its session is
                // opened. It expires in any case.
                var isLive = source is not null && !source.IsExpiredAt(timeProvider.GetUtcNow());
                return new(isLive ? CopyKind.Live : kind == CopyKind.Copied ? kind : CopyKind.Gone);
            }

            var goal = GoalOf(source);
            var target = await to.FindAsync(handle, cancellationToken).ConfigureAwait(false);
            if (target is null && wasThere)
            {
                return new(CopyKind.Gone);
            }

            target ??= await AddAsync(goal, cancellationToken).ConfigureAwait(false);
            wasThere = true;
            if (!IncompleteCopy.IsSame(target, goal) || !(IncompleteCopy.Is(target) || target.Status == goal.Status))
            {
                return new(CopyKind.Conflict, Holder: target.Handle);
            }

            if (!target.IsFinished)
            {
                if (await CompleteAsync(goal, target, cancellationToken).ConfigureAwait(false))
                {
                    (kind, isCompared) = (CopyKind.Copied, true);
                }
            }
            else if (!IncompleteCopy.IsEqual(target, goal))
            {
                return IncompleteCopy.HasGoneOn(target) || IncompleteCopy.HasGoneOn(goal)
                    ? new(kind, IsWhole: HasAllOf(target, goal))
                    : new(CopyKind.Conflict, Holder: handle);
            }
            else if (!isCompared && goal.Result is not null)
            {
                isCompared = await _batches.CompareAsync(goal, cancellationToken).ConfigureAwait(false);
            }
            else if (IsLater(goal, target) && slidTo != goal.ExpiresAt)
            {
                slidTo = goal.ExpiresAt;
                await to.RefreshExpiryAsync(handle, goal.Version, slidTo!.Value, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                // An expiry cannot be refreshed after the statement has expired at the target. The source then has more of it.
                return new(kind, IsWhole: !IsLater(goal, target) || StoredStatement.IsTombstone(goal));
            }
        }

        throw new StatementTransferException(
            handle, null, $"Statement {handle} has changed {MaxRounds} times while it was copied. Run the transfer again later.");
    }

    /// <summary>The statement to store at the target. The rows of an expired statement are not copied.</summary>
    private Statement GoalOf(Statement source) =>
        source.IsExpiredAt(timeProvider.GetUtcNow()) && !StoredStatement.IsTombstone(source) ? source.ToTombstone() : source;

    private async ValueTask<Statement> AddAsync(Statement goal, CancellationToken cancellationToken)
    {
        // The session limit applies to submissions, not to copies.
        var arriving = StatementLifecycle.ToIncompleteCopy(goal);
        var write = await to.AddAsync(arriving, int.MaxValue, cancellationToken).ConfigureAwait(false);
        if (write is { Written: false, Current: { } holder } && holder.Handle != goal.Handle
            && await SharesRequestIdAsync(goal, holder, cancellationToken).ConfigureAwait(false))
        {
            write = await to.AddAsync(arriving with { RequestIdUse = RequestIdUse.Shared }, int.MaxValue, cancellationToken).ConfigureAwait(false);
        }

        return write.Current ?? throw new StatementTransferException(
            goal.Handle, null, $"The target has no room for statement {goal.Handle} in its session. Make room, and run the transfer again.");
    }

    /// <summary>Whether the statement shares its request id with others at the source too, where the newest holds it.</summary>
    private async ValueTask<bool> SharesRequestIdAsync(Statement goal, Statement holder, CancellationToken cancellationToken) =>
        await from.FindAsync(holder.Handle, cancellationToken).ConfigureAwait(false) is not null
        || (await from.FindByRequestIdAsync(goal.SessionId, goal.RequestId!, cancellationToken).ConfigureAwait(false))?.Handle != goal.Handle;

    private async ValueTask<bool> CompleteAsync(Statement goal, Statement arriving, CancellationToken cancellationToken)
    {
        // With the texts that the target has stored: a store may restart a statement with other texts, without its batches.
        var end = IncompleteCopy.IsEmpty(goal) || IncompleteCopy.IsEmpty(arriving)
            ? goal
            : goal with { Sql = arriving.Sql, Bindings = arriving.Bindings, Context = arriving.Context, QueryTag = arriving.QueryTag, User = arriving.User };
        return (goal.Result is null || await _batches.CopyAsync(goal, cancellationToken).ConfigureAwait(false))
            && (await to.ReplaceAsync(end, arriving.Version, cancellationToken).ConfigureAwait(false)).Written;
    }

    /// <summary>Whether the target still has everything that the source has, when at least one of them has expired or lost its
    /// rows.</summary>
    private static bool HasAllOf(Statement target, Statement goal) =>
        StoredStatement.IsTombstone(goal) || (goal.RowsEvictedAt is not null && !StoredStatement.IsTombstone(target));

    /// <summary>Whether the expiry at the source is later. Stores keep microseconds.</summary>
    private static bool IsLater(Statement goal, Statement target) =>
        goal.ExpiresAt - target.ExpiresAt >= TimeSpan.FromMicroseconds(1);
}
