using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stores.Serialization;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Changes and removes statements that are stored.</summary>
internal sealed class StatementWriter(
    RedisCalls calls,
    RedisKeys keys,
    KeyLifetimes lifetimes,
    RedisSessions sessions,
    RedisChangeFeed changes,
    RedisLeases leases,
    LiveStatements live,
    TimeProvider timeProvider)
{
    /// <summary>Replaces a statement at its expected version: every transition is this call.</summary>
    /// <param name="statement">The new state.</param>
    /// <param name="expectedVersion">The version that has to be stored.</param>
    /// <param name="latestExpiry">Replaces it only if it expires no later than this; null for any expiry.</param>
    public async ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, DateTimeOffset? latestExpiry)
    {
        var handle = statement.Handle;
        var known = live.Find(handle);
        var isLive = !statement.IsFinished;

        // Sent only where it may have changed: the texts are most of a statement.
        var hasRequest = known is null || !StoredStatement.HasSameRequest(known, statement);
        var isHint = !isLive || statement.CancelRequestedAt is not null;
        RedisValue[] values =
        [
            expectedVersion,
            CallToken.New().ToBytes(),
            statement.IsFinished && statement.Result is null,
            isLive && known is not null ? RedisValue.EmptyString : lifetimes.For(statement),
            latestExpiry is { } latest ? StoredFields.Microseconds(latest) : RedisValue.EmptyString,
            StoredFields.Format,
            isHint ? keys.Changes : RedisValue.EmptyString,
            isHint ? changes.ToHint(handle) : RedisValue.EmptyString,
            lifetimes.Gone,
            StoredFields.Microseconds(statement.CreatedAt),
            .. StoredFields.ToState(statement),
            .. hasRequest ? [(RedisValue)"q", StoredFields.ToRequest(statement)] : Array.Empty<RedisValue>(),
        ];
        var answer = await calls.ChangeAsync(
            "replace", handle, RedisScript.Replace, [keys.Statement(handle), keys.Gone(handle)], values).ConfigureAwait(false);
        if ((int)answer[0] == 1)
        {
            live.Note(statement, leases.IsOwn(statement.Owner));
            if (!isLive)
            {
                sessions.UpdateIndex(statement.SessionId, statement.RequestId, handle, statement.ExpiresAt);
            }

            return StatementWrite.Succeeded(statement);
        }

        var current = ReadCurrent(handle, answer);
        if (current is null || current.IsFinished)
        {
            live.Forget(handle);
        }

        return StatementWrite.NotReplaced(current);
    }

    public async ValueTask RefreshExpiryAsync(StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt)
    {
        var expiry = StoredFields.Microseconds(expiresAt);
        var refreshed = await calls.ChangeAsync(
            "refresh expiry",
            handle,
            RedisScript.RefreshExpiry,
            [keys.Statement(handle)],
            expectedVersion,
            expiry,
            StoredFields.Microseconds(timeProvider.GetUtcNow()),
            lifetimes.Until(expiresAt),
            StoredFields.Format).ConfigureAwait(false);
        if ((int)refreshed[0] == 1)
        {
            sessions.UpdateIndex((string)refreshed[1]!, (string?)refreshed[2], handle, expiresAt);
        }
    }

    /// <summary>Removes a statement.</summary>
    /// <param name="handle">Its handle.</param>
    /// <param name="latestExpiry">Removes it only if it expires no later than this; null for any expiry.</param>
    public async ValueTask<bool> RemoveAsync(StatementHandle handle, DateTimeOffset? latestExpiry)
    {
        var answer = await calls.ChangeAsync(
            "remove",
            handle,
            RedisScript.Remove,
            [keys.Statement(handle), keys.Gone(handle)],
            latestExpiry is { } latest ? StoredFields.Microseconds(latest) : RedisValue.EmptyString,
            StoredFields.Format,
            CallToken.New().ToBytes(),
            lifetimes.Gone,
            keys.Changes,
            changes.ToHint(handle)).ConfigureAwait(false);
        live.Forget(handle);
        if ((int)answer[0] != 1)
        {
            return false;
        }

        await sessions.ReleaseAsync((string)answer[1]!, (string?)answer[2], handle).ConfigureAwait(false);
        return true;
    }

    /// <summary>Reads the statement that a script returns after its status.</summary>
    public static Statement? ReadCurrent(StatementHandle handle, RedisResult answer) =>
        answer.Length > 1 ? StoredFields.Read(handle, ((RedisValue[])answer!).AsSpan(1)) : null;
}
