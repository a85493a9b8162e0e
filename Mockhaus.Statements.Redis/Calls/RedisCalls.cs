using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Calls to Redis that are sent again where that may help, within a time, and fail with one kind of error.</summary>
/// <param name="database">Where to.</param>
/// <param name="limit">How long a call may take in all.</param>
/// <param name="isShort">Whether the connection itself gives a try up well before that. One of the host's own may not.</param>
internal sealed class RedisCalls(IDatabase database, TimeSpan limit, bool isShort)
{
    /// <summary>Replicas are behind: one that is asked while its primary is down would say that what it has not got yet is not there.</summary>
    public const CommandFlags Primary = CommandFlags.DemandMaster;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(500);

    public IDatabase Database => database;

    /// <summary>Runs a script that changes something: once sent, it is waited for.</summary>
    /// <exception cref="StatementStoreException">Redis did not answer in time, or refused.</exception>
    public ValueTask<RedisResult> ChangeAsync(
        string operation, StatementHandle? handle, RedisScript script, RedisKey[] keys, params RedisValue[] values) =>
        CallAsync(operation, handle, (script, keys, values), static (database, call) => call.script.RunAsync(database, call.keys, call.values), CancellationToken.None);

    /// <summary>Asks something.</summary>
    /// <exception cref="StatementStoreException">Redis did not answer in time, or refused.</exception>
    public async ValueTask<T> CallAsync<T, TState>(
        string operation, StatementHandle? handle, TState state, Func<IDatabase, TState, Task<T>> call, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            var asked = call(database, state);
            return await (isShort ? asked.WaitAsync(cancellationToken) : asked.WaitAsync(limit, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception) when (RedisErrors.IsPassing(exception))
        {
            return await CallAgainAsync(operation, handle, state, call, exception, start, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (RedisErrors.IsRedis(exception))
        {
            throw RedisErrors.Failed(operation, handle, exception);
        }
    }

    /// <summary>Sends again what has failed in passing. The system's clock: what has to pass is no business of the manager's clock.</summary>
    private async ValueTask<T> CallAgainAsync<T, TState>(
        string operation,
        StatementHandle? handle,
        TState state,
        Func<IDatabase, TState, Task<T>> call,
        Exception first,
        long start,
        CancellationToken cancellationToken)
    {
        var (failure, pause) = (first, FirstPause);
        while (TimeProvider.System.GetElapsedTime(start) + pause < limit)
        {
            // Servers that were cut off together must not come back in step.
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            var left = limit - TimeProvider.System.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                break;
            }

            try
            {
                return await call(database, state).WaitAsync(left, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (RedisErrors.IsPassing(exception))
            {
                failure = exception;
                pause = pause * 2 < LastPause ? pause * 2 : LastPause;
            }
            catch (Exception exception) when (RedisErrors.IsRedis(exception))
            {
                // Where the time is up, what was wrong before says more.
                failure = exception is TimeoutException ? failure : exception;
                break;
            }
        }

        throw RedisErrors.Failed(operation, handle, failure);
    }
}
