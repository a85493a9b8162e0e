using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>When sessions were last used, on any server.</summary>
internal sealed class RedisSessionActivity(RedisCalls calls, RedisKeys keys)
{
    public async ValueTask RecordAsync(string sessionId, DateTimeOffset usedAt, TimeSpan keep)
    {
        await calls.CallAsync(
            "note the use of a session in",
            null,
            (Key: keys.Used(sessionId), Used: StoredFields.Microseconds(usedAt), Keep: keep),
            static (database, note) => database.StringSetAsync(note.Key, note.Used, note.Keep),
            CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask<DateTimeOffset?> GetLastAsync(string sessionId, CancellationToken cancellationToken)
    {
        var used = await calls.CallAsync(
            "find the use of a session in",
            null,
            keys.Used(sessionId),
            static (database, key) => database.StringGetAsync(key, RedisCalls.Primary),
            cancellationToken).ConfigureAwait(false);
        return used.IsNull ? null : StoredFields.Time((long)used);
    }
}
