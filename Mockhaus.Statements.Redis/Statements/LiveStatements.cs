using System.Collections.Concurrent;

namespace Mockhaus.Statements.Redis;

/// <summary>The live statements of the owners that are here: what stands in Redis of them, and when their keys were kept last.</summary>
internal sealed class LiveStatements(RedisCalls calls, RedisKeys keys, KeyLifetimes lifetimes, RedisSessions sessions)
{
    private readonly ConcurrentDictionary<StatementHandle, (Statement Statement, long Kept)> _live = new();
    private int _isRenewing;

    /// <summary>The statement as it was written last from here, if it is live.</summary>
    public Statement? Find(StatementHandle handle) => _live.TryGetValue(handle, out var live) ? live.Statement : null;

    /// <summary>Notes what was written.</summary>
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

    /// <summary>Forgets a statement that is not live, or not there.</summary>
    public void Forget(StatementHandle handle) => _live.TryRemove(handle, out _);

    /// <summary>Keeps those whose time comes. One that fails has three more turns before it is lost.</summary>
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
            // Redis does not answer. The next beat goes on here.
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
