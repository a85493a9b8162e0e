namespace Mockhaus.Statements.Redis;

/// <summary>Reads statements.</summary>
/// <param name="calls">Where to read.</param>
/// <param name="keys">The names of the keys.</param>
/// <param name="sessions">Finds the holder of a request id.</param>
/// <param name="throwIfUnusable">Throws when the store is disposed or the token is cancelled.</param>
internal sealed class StatementReader(RedisCalls calls, RedisKeys keys, RedisSessions sessions, Action<CancellationToken> throwIfUnusable)
{
    public async ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        throwIfUnusable(cancellationToken);
        var fields = await calls.CallAsync(
            "find",
            handle,
            keys.Statement(handle),
            static (database, key) => database.HashGetAsync(key, StoredFields.Names, RedisCalls.Primary),
            cancellationToken).ConfigureAwait(false);
        return StoredFields.Read(handle, fields);
    }

    public async ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken)
    {
        throwIfUnusable(cancellationToken);
        var holder = await sessions.FindHolderAsync(sessionId, requestId, cancellationToken).ConfigureAwait(false);
        var statement = holder is { } handle ? await FindAsync(handle, cancellationToken).ConfigureAwait(false) : null;
        return statement?.SessionId == sessionId && statement.RequestId == requestId ? statement : null;
    }
}
