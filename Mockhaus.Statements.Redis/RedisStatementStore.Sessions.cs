using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Redis;

/// <content>When sessions were last used, by whichever server.</content>
public sealed partial class RedisStatementStore
{
    /// <inheritdoc/>
    async ValueTask IStatementSessionActivity.RecordActivityAsync(
        string sessionId, DateTimeOffset usedAt, TimeSpan keep, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        await _calls.CallAsync(
            "note the use of a session in",
            null,
            (Key: _keys.Used(sessionId), Used: StoredFields.Microseconds(usedAt), Keep: keep),
            static (database, note) => database.StringSetAsync(note.Key, note.Used, note.Keep),
            CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    async ValueTask<DateTimeOffset?> IStatementSessionActivity.GetLastActivityAsync(string sessionId, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        var used = await _calls.CallAsync(
            "find the use of a session in",
            null,
            _keys.Used(sessionId),
            static (database, key) => database.StringGetAsync(key, RedisCalls.Primary),
            cancellationToken).ConfigureAwait(false);
        return used.IsNull ? null : StoredFields.Time((long)used);
    }
}
