using System.Collections.Concurrent;

namespace Mockhaus.Statements.Redis;

/// <summary>The live statements of the owners of this process: their stored states, and when their keys were renewed last.</summary>
internal sealed class LiveStatements(RedisCalls calls, RedisKeys keys, KeyLifetimes lifetimes, RedisSessions sessions)
{
    private readonly ConcurrentDictionary<StatementHandle, (Statement Statement, long Kept)> _live = new();
    private int _isRenewing;

    /// <summary>The state that this process has written last, if the statement is live.</summary>
    public Statement? Find(StatementHandle handle) => _live.TryGetValue(handle, out var live) ? live.Statement : null;

    /// <summary>Takes a state that was written.</summary>
    public void Note(Statement written, bool isOwn)
    {
        if (written.IsFinished || !isOwn)
        {
            _live.TryRemove(written.Handle, out _);
            return;
        }

        var kept = TimeProvider.System.GetTimestamp();
        _live.AddOrUpdate(written.Handle, (written, kept), (_, live) => (written, live.Kept));
    }

    /// <summary>Removes a statement that is not live, or does not exist.</summary>
    public void Forget(StatementHandle handle) => _live.TryRemove(handle, out _);

    /// <summary>Renews the keys that are due. A renewal that fails is tried three more times before the key expires.</summary>
    public async Task RenewAsync()
    {
        if (Interlocked.Exchange(ref _isRenewing, 1) != 0)
        {
            return;
        }

        try
        {
            foreach (var (handle, live) in _live)
            {
                if (TimeProvider.System.GetElapsedTime(live.Kept) >= lifetimes.Renewal)
                {
                    await RenewAsync(handle, live.Statement).ConfigureAwait(false);
                }
            }
        }
        catch (StatementStoreException)
        {
            // Redis does not answer. The next heartbeat continues here.
        }
        finally
        {
            Volatile.Write(ref _isRenewing, 0);
        }
    }

    private async ValueTask RenewAsync(StatementHandle handle, Statement statement)
    {
        var kept = TimeProvider.System.GetTimestamp();
        var answer = await calls.ChangeAsync(
            "renew", handle, RedisScript.Renew, [keys.Statement(handle)], (long)lifetimes.Live.TotalMilliseconds).ConfigureAwait(false);
        if ((int)answer == 0)
        {
            Forget(handle);
            return;
        }

        await sessions.RenewAsync(statement).ConfigureAwait(false);
        if (_live.TryGetValue(handle, out var live))
        {
            _live.TryUpdate(handle, live with { Kept = kept }, live);
        }
    }
}
