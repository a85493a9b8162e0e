using System.Collections.Concurrent;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>The sessions in Redis: their statements, and the holders of their request ids.</summary>
/// <remarks>
/// The index of a session has all its statements, and may have too many: the statement itself is decisive. A live statement is
/// scored by when it was reserved, in a range above any expiry; a finished one by its expiry.
/// </remarks>
internal sealed class RedisSessions(RedisCalls calls, RedisKeys keys, KeyLifetimes lifetimes)
{
    /// <summary>The lowest score of live statements; the scripts have the same number. As an expiry, it would be in the year
    /// 2096.</summary>
    public const double Live = 4e15;

    private readonly TimeSpan _remembered = TimeSpan.FromMilliseconds(lifetimes.Entry / 3);
    private readonly ConcurrentDictionary<string, (long RegisteredAt, long Timestamp)> _registered = new(StringComparer.Ordinal);
    private long _cleanedAt = TimeProvider.System.GetTimestamp();

    public async ValueTask<StatementHandle?> FindHolderAsync(string sessionId, string requestId, CancellationToken cancellationToken)
    {
        var held = await calls.CallAsync(
            "find by request id",
            null,
            keys.Request(sessionId, requestId),
            static (database, key) => database.StringGetAsync(key, RedisCalls.Primary),
            cancellationToken).ConfigureAwait(false);
        return ParseHandle(held);
    }

    /// <param name="statement">The statement that is about to be added.</param>
    /// <param name="maxInSession">How many statements its session may have.</param>
    /// <param name="holder">The holder of the request id that yields it, or null.</param>
    /// <param name="keepsRequestId">Whether that statement keeps the request id.</param>
    public async ValueTask<RedisReservation> ReserveAsync(Statement statement, int maxInSession, StatementHandle? holder, bool keepsRequestId)
    {
        var hasRequest = statement.RequestId is not null;
        while (true)
        {
            var (registeredAt, isNew) = await RegisterAsync(statement.SessionId).ConfigureAwait(false);
            var answer = await calls.ChangeAsync(
                "add",
                statement.Handle,
                RedisScript.Reserve,
                ToKeys(statement.SessionId, statement.RequestId),
                statement.Handle.ToString(),
                StoredFields.Microseconds(statement.CreatedAt),
                maxInSession,
                hasRequest,
                $"{holder}{(keepsRequestId ? "+" : "")}",
                registeredAt,
                lifetimes.Entry,
                lifetimes.Session,
                lifetimes.GoneBefore(statement.CreatedAt),
                isNew).ConfigureAwait(false);
            switch ((int)answer[0])
            {
                case 1:
                    return new((long)answer[1], null, 0);
                case 2:
                    return new(0, ParseHandle((RedisValue)answer[1]), (long)answer[2]);
                case 3:
                    return RedisReservation.Full;
                default:
                    _registered.TryRemove(statement.SessionId, out _);
                    break;
            }
        }
    }

    /// <summary>Writes an expiry to the index, without waiting: where it is lost, the next read of the index repairs it.</summary>
    public void UpdateIndex(string sessionId, string? requestId, StatementHandle handle, DateTimeOffset? expiresAt)
    {
        if (expiresAt is { } expiry)
        {
            UpdateIndex(sessionId, requestId, handle, StoredFields.Microseconds(expiry), lifetimes.Until(expiry));
        }
    }

    /// <summary>Removes a statement that does not exist from the index, unless it is being added.</summary>
    public void RemoveMissing(string sessionId, StatementHandle handle) => UpdateIndex(sessionId, null, handle, "?", 0);

    /// <summary>Frees the place and the request id of a statement that was removed.</summary>
    public ValueTask ReleaseAsync(string sessionId, string? requestId, StatementHandle handle) =>
        UpdateIndexAsync(sessionId, requestId, handle, "", 0);

    /// <summary>Reverts a reservation because another statement has the handle.</summary>
    public async ValueTask RevertAsync(Statement statement, Statement current)
    {
        var isSameSession = current.SessionId == statement.SessionId;
        if (statement.RequestId is not null && !(isSameSession && current.RequestId == statement.RequestId))
        {
            await UpdateIndexAsync(statement.SessionId, statement.RequestId, statement.Handle, "!", 0).ConfigureAwait(false);
        }

        if (isSameSession)
        {
            UpdateIndex(current.SessionId, current.RequestId, current.Handle, current.ExpiresAt);
        }
        else
        {
            await UpdateIndexAsync(statement.SessionId, null, statement.Handle, "", 0).ConfigureAwait(false);
        }
    }

    /// <summary>Registers a session as one that may have statements, unless that was done a short while ago.</summary>
    /// <returns>When it was registered, by the clock of Redis, in milliseconds, and whether that was done now.</returns>
    public async ValueTask<(long RegisteredAt, bool IsNew)> RegisterAsync(string sessionId)
    {
        if (_registered.TryGetValue(sessionId, out var entry) && TimeProvider.System.GetElapsedTime(entry.Timestamp) < _remembered)
        {
            return (entry.RegisteredAt, false);
        }

        RemoveOld();
        var timestamp = TimeProvider.System.GetTimestamp();
        var registeredAt = (long)await calls.ChangeAsync("enter", null, RedisScript.RegisterSession, [keys.Sessions], sessionId, lifetimes.Session).ConfigureAwait(false);
        _registered[sessionId] = (registeredAt, timestamp);
        return (registeredAt, true);
    }

    /// <summary>Renews the place and the request id of a live statement.</summary>
    public async ValueTask RenewAsync(Statement statement)
    {
        await RegisterAsync(statement.SessionId).ConfigureAwait(false);
        await UpdateIndexAsync(statement.SessionId, statement.RequestId, statement.Handle, "+", lifetimes.Session).ConfigureAwait(false);
    }

    public static StatementHandle? ParseHandle(RedisValue value) =>
        value.Length() >= 36 && StatementHandle.TryParse(((string)value!)[..36], out var handle) ? handle : null;

    private void UpdateIndex(string sessionId, string? requestId, StatementHandle handle, RedisValue expiry, long kept) =>
        RedisScript.UpdateSessionIndex.Send(calls.Database, ToKeys(sessionId, requestId), ToValues(requestId, handle, expiry, kept));

    private async ValueTask UpdateIndexAsync(string sessionId, string? requestId, StatementHandle handle, RedisValue expiry, long kept) => await calls.ChangeAsync(
        "settle", handle, RedisScript.UpdateSessionIndex, ToKeys(sessionId, requestId), ToValues(requestId, handle, expiry, kept)).ConfigureAwait(false);

    private RedisValue[] ToValues(string? requestId, StatementHandle handle, RedisValue expiry, long kept) =>
        [handle.ToString(), expiry, kept, requestId is not null, lifetimes.Reservation];

    /// <summary>A script has the same number of keys each time; all have the hash tag of the session.</summary>
    private RedisKey[] ToKeys(string sessionId, string? requestId)
    {
        var index = keys.Index(sessionId);
        return [index, requestId is null ? index : keys.Request(sessionId, requestId)];
    }

    /// <summary>Removes sessions that were registered long ago.</summary>
    private void RemoveOld()
    {
        var cleanedAt = Interlocked.Read(ref _cleanedAt);
        if (TimeProvider.System.GetElapsedTime(cleanedAt) < _remembered
            || Interlocked.CompareExchange(ref _cleanedAt, TimeProvider.System.GetTimestamp(), cleanedAt) != cleanedAt)
        {
            return;
        }

        foreach (var entry in _registered)
        {
            if (TimeProvider.System.GetElapsedTime(entry.Value.Timestamp) >= _remembered)
            {
                _registered.TryRemove(entry);
            }
        }
    }
}
