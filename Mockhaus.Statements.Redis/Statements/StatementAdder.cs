using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stores.Serialization;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Adds statements: first reserves a place in the session and the request id, then adds the statement itself. The two can be on
/// different servers of a cluster, so no script can do both.</summary>
internal sealed class StatementAdder(
    RedisCalls calls,
    RedisKeys keys,
    KeyLifetimes lifetimes,
    RedisSessions sessions,
    RedisLeases leases,
    LiveStatements live,
    StatementReader reader,
    SessionIndexReader index,
    TimeSpan callTimeout)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LastDelay = TimeSpan.FromMilliseconds(100);

    public async ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession)
    {
        CheckText(statement.SessionId, nameof(statement));
        CheckText(statement.RequestId, nameof(statement));
        if (statement.Owner is { } owner)
        {
            await leases.WaitForLeaseAsync(owner, callTimeout).ConfigureAwait(false);
        }

        RedisValue token = CallToken.New().ToBytes();
        var (replaceable, keepsRequestId, isRepaired, delay, start) = ((StatementHandle?)null, false, false, FirstDelay, TimeProvider.System.GetTimestamp());
        while (true)
        {
            var reservation = await sessions.ReserveAsync(statement, maxInSession, replaceable, keepsRequestId).ConfigureAwait(false);
            if (reservation.IsFull)
            {
                if (await reader.FindAsync(statement.Handle, CancellationToken.None).ConfigureAwait(false) is { } taken)
                {
                    return new(StatementWriteStatus.HandleTaken, taken);
                }

                // A statement whose end was not written to the index counts as live in it.
                if (isRepaired || !await index.RepairAsync(statement.SessionId, null, CancellationToken.None).ConfigureAwait(false))
                {
                    return new(StatementWriteStatus.SessionFull, null);
                }

                isRepaired = true;
            }
            else if (reservation.Holder is { } holder)
            {
                var held = await reader.FindAsync(holder, CancellationToken.None).ConfigureAwait(false);
                var isHolder = held is not null && held.SessionId == statement.SessionId && held.RequestId == statement.RequestId;
                var yields = isHolder ? held!.YieldsRequestIdTo(statement) : true;
                if (yields is null)
                {
                    return new(StatementWriteStatus.RequestIdTaken, held);
                }

                if (held is not null || reservation.HeldFor > lifetimes.Abandoned)
                {
                    // A statement whose handle is taken must not take the request id from the statement that holds it.
                    if (isHolder && !held!.IsExpiredAt(statement.CreatedAt)
                        && await reader.FindAsync(statement.Handle, CancellationToken.None).ConfigureAwait(false) is { } other)
                    {
                        return new(StatementWriteStatus.HandleTaken, other);
                    }

                    (replaceable, keepsRequestId) = (holder, yields == false);
                    continue;
                }

                // The holder is being added at this moment, or its server has failed meanwhile.
                await Task.Delay(delay, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
                delay = delay * 2 < LastDelay ? delay * 2 : LastDelay;
            }
            else if (await AddReservedAsync(statement, token, reservation.When).ConfigureAwait(false) is { } write)
            {
                return write;
            }
            else if (TimeProvider.System.GetElapsedTime(start) < callTimeout)
            {
                // The reservation was too old; or the handle was removed meanwhile, by the clock of another node.
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

    /// <summary>Half of a surrogate pair would be read back as another text, and could show the statements of one session to
    /// another.</summary>
    private static void CheckText(string? id, string name)
    {
        if (id is not null && !StoredStatement.IsText(id))
        {
            throw new ArgumentException("A session id or request id has half a surrogate pair in it, which Redis does not keep as it is. Use whole characters.", name);
        }
    }

    /// <returns>The result, or null when the reservation was too old.</returns>
    private async ValueTask<StatementWrite?> AddReservedAsync(Statement statement, RedisValue token, long reservedAt)
    {
        var handle = statement.Handle;
        var answer = await calls.ChangeAsync(
            "add",
            handle,
            RedisScript.Add,
            [keys.Statement(handle), keys.Gone(handle)],
            [reservedAt, lifetimes.Reservation, token, lifetimes.For(statement), .. StoredFields.ToFields(statement)]).ConfigureAwait(false);
        switch ((int)answer[0])
        {
            case 1:
                live.Note(statement, leases.IsOwn(statement.Owner));
                return StatementWrite.Succeeded(statement);
            case 0:
                var current = StatementWriter.ReadCurrent(handle, answer)!;
                await sessions.RevertAsync(statement, current).ConfigureAwait(false);
                return new(StatementWriteStatus.HandleTaken, current);
            default:
                return null;
        }
    }
}
