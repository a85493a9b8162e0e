using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stores.Serialization;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <content>Adding: first a place in the session, and the request id, then the statement itself. The two lie on different servers of a
/// cluster, so no script can do both.</content>
public sealed partial class RedisStatementStore
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LastDelay = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        Check(cancellationToken);
        CheckText(statement.SessionId, nameof(statement));
        CheckText(statement.RequestId, nameof(statement));
        if (statement.Owner is { } owner)
        {
            await _leases.WaitForLeaseAsync(owner, _options.CallTimeout).ConfigureAwait(false);
        }

        RedisValue token = CallToken.New().ToBytes();
        var (replaceable, keepsRequestId, isRepaired, delay, start) = ((StatementHandle?)null, false, false, FirstDelay, TimeProvider.System.GetTimestamp());
        while (true)
        {
            var reservation = await _sessions.ReserveAsync(statement, maxInSession, replaceable, keepsRequestId).ConfigureAwait(false);
            if (reservation.IsFull)
            {
                if (await FindAsync(statement.Handle, CancellationToken.None).ConfigureAwait(false) is { } taken)
                {
                    return new(StatementWriteStatus.HandleTaken, taken);
                }

                // Ends that the index was not told of count as live in it.
                if (isRepaired || !await RepairIndexAsync(statement.SessionId, null, CancellationToken.None).ConfigureAwait(false))
                {
                    return new(StatementWriteStatus.SessionFull, null);
                }

                isRepaired = true;
            }
            else if (reservation.Holder is { } holder)
            {
                var held = await FindAsync(holder, CancellationToken.None).ConfigureAwait(false);
                var isHolder = held is not null && held.SessionId == statement.SessionId && held.RequestId == statement.RequestId;
                var yields = isHolder ? held!.YieldsRequestIdTo(statement) : true;
                if (yields is null)
                {
                    return new(StatementWriteStatus.RequestIdTaken, held);
                }

                if (held is not null || reservation.HeldFor > _lifetimes.Abandoned)
                {
                    // One whose handle is taken must not take the request id from a statement that still has it.
                    if (isHolder && !held!.IsExpiredAt(statement.CreatedAt)
                        && await FindAsync(statement.Handle, CancellationToken.None).ConfigureAwait(false) is { } other)
                    {
                        return new(StatementWriteStatus.HandleTaken, other);
                    }

                    (replaceable, keepsRequestId) = (holder, yields == false);
                    continue;
                }

                // It is just being added, or its server has died over it.
                await Task.Delay(delay, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
                delay = delay * 2 < LastDelay ? delay * 2 : LastDelay;
            }
            else if (await AddReservedAsync(statement, token, reservation.When).ConfigureAwait(false) is { } write)
            {
                return write;
            }
            else if (TimeProvider.System.GetElapsedTime(start) < _options.CallTimeout)
            {
                // It came too late; or the handle was removed meanwhile, by the clock of another node.
                await Task.Delay(delay, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
                delay = delay * 2 < LastDelay ? delay * 2 : LastDelay;
            }
            else
            {
                throw RedisErrors.Failed(
                    "add",
                    statement.Handle,
                    "Each time, too much time had passed when it arrived. Redis is too slow, or the clocks of its nodes are seconds apart.");
            }
        }
    }

    /// <summary>A lone half of a surrogate pair would come back as another text, and open one session's wall to another.</summary>
    private static void CheckText(string? id, string name)
    {
        if (id is not null && !StoredStatement.IsText(id))
        {
            throw new ArgumentException("A session id or request id has half a surrogate pair in it, which Redis does not keep as it is. Use whole characters.", name);
        }
    }

    /// <returns>What became of it, or null when the reservation was too old by then.</returns>
    private async ValueTask<StatementWrite?> AddReservedAsync(Statement statement, RedisValue token, long reservedAt)
    {
        var handle = statement.Handle;
        var answer = await _calls.ChangeAsync(
            "add",
            handle,
            RedisScript.Add,
            [_keys.Statement(handle), _keys.Gone(handle)],
            [reservedAt, _lifetimes.Reservation, token, _lifetimes.For(statement), .. StoredFields.ToFields(statement)]).ConfigureAwait(false);
        switch ((int)answer[0])
        {
            case 1:
                _live.Note(statement, _leases.IsOwn(statement.Owner));
                return StatementWrite.Succeeded(statement);
            case 0:
                var current = ReadCurrent(handle, answer)!;
                await _sessions.RevertAsync(statement, current).ConfigureAwait(false);
                return new(StatementWriteStatus.HandleTaken, current);
            default:
                return null;
        }
    }
}
