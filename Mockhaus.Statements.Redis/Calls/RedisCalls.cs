using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Calls to Redis, with retries for transient errors within a time limit. They fail with
/// <see cref="StatementStoreException"/>.</summary>
/// <param name="database">Where to send the calls.</param>
/// <param name="limit">How long a call may take in total.</param>
/// <param name="isShort">Whether the timeout of the connection is shorter than that, which may not be so for a connection of the
/// host.</param>
internal sealed class RedisCalls(IDatabase database, TimeSpan limit, bool isShort)
{
    /// <summary>Reads go to the primary: a replica that lags behind would answer "not found" for what it does not have yet.</summary>
    public const CommandFlags Primary = CommandFlags.DemandMaster;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(500);

    public IDatabase Database => database;

    /// <summary>Runs a script that changes something. It is not cancelled once it was sent.</summary>
    /// <exception cref="StatementStoreException">Redis did not answer in time, or refused.</exception>
    public ValueTask<RedisResult> ChangeAsync(
        string operation, StatementHandle? handle, RedisScript script, RedisKey[] keys, params RedisValue[] values) =>
        CallAsync(operation, handle, (script, keys, values), static (database, call) => call.script.RunAsync(database, call.keys, call.values), CancellationToken.None);

    /// <summary>Runs a call.</summary>
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

    /// <summary>Retries a call after a transient error, by the system's clock.</summary>
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
            // With jitter, so that servers that lost their connections together do not retry at the same time.
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
                // After a timeout, the error before it says more.
                failure = exception is TimeoutException ? failure : exception;
                break;
            }
        }

        throw RedisErrors.Failed(operation, handle, failure);
    }
}
