using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Transfer;

/// <summary>Copies one statement, from wherever both ends stand to a copy that is whole.</summary>
/// <remarks>
/// It looks at both ends, does the next step, and looks again: so it goes on after a crash, beside another transfer, and while the
/// statement is read, expires or is removed at either end. Each step at the target is a compare-and-set from an arriving statement;
/// a finished one is never changed, but for its expiry.
/// </remarks>
internal sealed class StatementCopier(
    IStatementStore from, IStatementStore to, TimeProvider timeProvider, SemaphoreSlim large, Action<int> written)
{
    /// <summary>Each is another change of somebody else's. A statement has few of them, but for being read.</summary>
    private const int MaxRounds = 100;

    private readonly BatchCopier _batches = new(from, to, large, written);

    /// <exception cref="StatementTransferException">It cannot be copied as it is stored.</exception>
    /// <exception cref="StatementStoreException">One of the stores does not answer.</exception>
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
                // What is half at the target is left so: the source may find it again, as when its session is opened. It expires in any case.
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
                // One that has expired at the target cannot be put off any more: then the source has more of it.
                return new(kind, IsWhole: !IsLater(goal, target) || StoredStatement.IsTombstone(goal));
            }
        }

        throw new StatementTransferException(
            handle, null, $"Statement {handle} has changed {MaxRounds} times while it was copied. Run the transfer again when it is used less.");
    }

    /// <summary>What is to stand at the target. The rows of what has expired are not worth the way.</summary>
    private Statement GoalOf(Statement source) =>
        source.IsExpiredAt(timeProvider.GetUtcNow()) && !StoredStatement.IsTombstone(source) ? source.ToTombstone() : source;

    private async ValueTask<Statement> AddAsync(Statement goal, CancellationToken cancellationToken)
    {
        // The limit is for those who submit. What was taken in once is not lost to it.
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

    /// <summary>Whether a statement has its request id beside others at the source too, where the newest of them holds it.</summary>
    private async ValueTask<bool> SharesRequestIdAsync(Statement goal, Statement holder, CancellationToken cancellationToken) =>
        await from.FindAsync(holder.Handle, cancellationToken).ConfigureAwait(false) is not null
        || (await from.FindByRequestIdAsync(goal.SessionId, goal.RequestId!, cancellationToken).ConfigureAwait(false))?.Handle != goal.Handle;

    private async ValueTask<bool> CompleteAsync(Statement goal, Statement arriving, CancellationToken cancellationToken)
    {
        // With the texts as the target has kept them: a store may begin a statement with others anew, without its batches.
        var end = IncompleteCopy.IsEmpty(goal) || IncompleteCopy.IsEmpty(arriving)
            ? goal
            : goal with { Sql = arriving.Sql, Bindings = arriving.Bindings, Context = arriving.Context, QueryTag = arriving.QueryTag };
        return (goal.Result is null || await _batches.CopyAsync(goal, cancellationToken).ConfigureAwait(false))
            && (await to.ReplaceAsync(end, arriving.Version, cancellationToken).ConfigureAwait(false)).Written;
    }

    /// <summary>Of two of which one at least is less than it was: whether the target still has all that the source has.</summary>
    private static bool HasAllOf(Statement target, Statement goal) =>
        StoredStatement.IsTombstone(goal) || (goal.RowsEvictedAt is not null && !StoredStatement.IsTombstone(target));

    /// <summary>Whether the source has been put off further. Stores keep microseconds.</summary>
    private static bool IsLater(Statement goal, Statement target) =>
        goal.ExpiresAt - target.ExpiresAt >= TimeSpan.FromMicroseconds(1);
}
