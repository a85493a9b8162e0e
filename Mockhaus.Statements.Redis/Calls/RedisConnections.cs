using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>The connections of a store: one for rows, and one for everything else.</summary>
/// <param name="main">The connection for everything but rows.</param>
/// <param name="rows">The connection for rows.</param>
/// <param name="isOwn">Whether the store has made the connections, and disposes of them.</param>
internal sealed class RedisConnections(IConnectionMultiplexer main, IConnectionMultiplexer rows, bool isOwn) : IAsyncDisposable
{
    /// <summary>The time between two attempts to restore a connection, in milliseconds.</summary>
    private const int Reconnect = 500;

    public IConnectionMultiplexer Main => main;

    /// <exception cref="StatementStoreException">Redis cannot be reached or refuses.</exception>
    public static async ValueTask<(IConnectionMultiplexer Main, IConnectionMultiplexer Rows)> ConnectAsync(RedisStoreOptions options)
    {
        ThrowIfNowhere(options);
        IConnectionMultiplexer? main = null;
        try
        {
            main = await ConnectMultiplexerAsync(options, "").ConfigureAwait(false);
            return (main, await ConnectMultiplexerAsync(options, ":rows").ConfigureAwait(false));
        }
        catch (Exception exception) when (RedisErrors.IsRedis(exception))
        {
            if (main is not null)
            {
                await main.DisposeAsync().ConfigureAwait(false);
            }

            throw RedisErrors.Failed("connect", null, exception);
        }
    }

    /// <summary>One connection, for a history.</summary>
    /// <param name="options">Where Redis is.</param>
    /// <param name="isRequired">Whether a Redis that cannot be reached is an error; otherwise the client connects when it can.</param>
    /// <exception cref="StatementStoreException">Redis cannot be reached or refuses.</exception>
    public static async ValueTask<IConnectionMultiplexer> ConnectOneAsync(RedisStoreOptions options, bool isRequired)
    {
        ThrowIfNowhere(options);
        try
        {
            return await ConnectMultiplexerAsync(options, ":history", isRequired ? null : false).ConfigureAwait(false);
        }
        catch (Exception exception) when (RedisErrors.IsRedis(exception))
        {
            throw RedisErrors.Failed("connect", null, exception);
        }
    }

    private static void ThrowIfNowhere(RedisStoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Configuration))
        {
            throw new Microsoft.Extensions.Options.OptionsValidationException(
                Microsoft.Extensions.Options.Options.DefaultName,
                typeof(RedisStoreOptions),
                ["Redis:Configuration: There is none. Set it to where Redis is, such as localhost:6379 or redis://localhost:6379."]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (isOwn)
        {
            await rows.DisposeAsync().ConfigureAwait(false);
            await main.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<IConnectionMultiplexer> ConnectMultiplexerAsync(RedisStoreOptions options, string suffix, bool? mustConnect = null)
    {
        // The client uses threads of its own. Otherwise it uses those of the pool, and when all of them are blocked, nothing is sent or
        // read any more, leases expire, and other servers end all statements of this server (measured). The flag is for the whole
        // process.
        ConnectionMultiplexer.SetFeatureFlag("DedicatedThreads", enabled: true);
        var client = RedisConfiguration.Parse(options.Configuration!);
        client.ClientName = $"{client.ClientName ?? $"mockhaus-statements@{Environment.MachineName}"}{suffix}".Replace(' ', '-');

        client.AbortOnConnectFail = mustConnect ?? client.AbortOnConnectFail;

        // A name and a port are enough; details of the client and the machine do not help the reader of an error.
        client.IncludeDetailInExceptions = false;

        // Short enough for two attempts at least, and for frequent checks of calls that wait. The first connection may take as long as a
        // call.
        client.AsyncTimeout = Math.Min(client.AsyncTimeout, (int)(options.CallTimeout / 2).TotalMilliseconds);
        client.SyncTimeout = Math.Min(client.SyncTimeout, (int)(options.Lease / RedisLeases.RenewalsPerLease).TotalMilliseconds);
        client.ConnectTimeout = Math.Min(client.ConnectTimeout, (int)options.CallTimeout.TotalMilliseconds);
        client.HeartbeatInterval = TimeSpan.FromMilliseconds(Math.Clamp(options.CallTimeout.TotalMilliseconds / 10, 50, client.HeartbeatInterval.TotalMilliseconds));

        // A server that reconnects long after the others is dead for them.
        client.ReconnectRetryPolicy = new LinearRetry(Reconnect);
        return await ConnectionMultiplexer.ConnectAsync(client).ConfigureAwait(false);
    }
}
