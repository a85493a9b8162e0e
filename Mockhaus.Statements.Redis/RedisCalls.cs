using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Calls to Redis that are sent again where that may help, within a time, and fail with one kind of error.</summary>
internal sealed class RedisCalls(IDatabase database, TimeSpan limit)
{
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
        try
        {
            return await call(database, state).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (RedisErrors.IsPassing(exception))
        {
            return await CallAgainAsync(operation, handle, state, call, exception, cancellationToken).ConfigureAwait(false);
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
        CancellationToken cancellationToken)
    {
        var (failure, pause, start) = (first, FirstPause, TimeProvider.System.GetTimestamp());

        // The first try has taken its time already, of which a timeout has taken most.
        var left = first is RedisTimeoutException ? limit / 2 : limit;
        while (TimeProvider.System.GetElapsedTime(start) + pause < left)
        {
            // Servers that were cut off together must not come back in step.
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            try
            {
                return await call(database, state).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (RedisErrors.IsPassing(exception))
            {
                failure = exception;
                pause = pause * 2 < LastPause ? pause * 2 : LastPause;
            }
            catch (Exception exception) when (RedisErrors.IsRedis(exception))
            {
                failure = exception;
                break;
            }
        }

        throw RedisErrors.Failed(operation, handle, failure);
    }
}
