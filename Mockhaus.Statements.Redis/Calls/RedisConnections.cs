using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>The connections of one store: one for everything, and one for rows.</summary>
/// <param name="main">For everything but rows.</param>
/// <param name="rows">For rows.</param>
/// <param name="isOwn">Whether they were made here, and so end here.</param>
internal sealed class RedisConnections(IConnectionMultiplexer main, IConnectionMultiplexer rows, bool isOwn) : IAsyncDisposable
{
    /// <summary>How often a connection that is lost is tried again, in milliseconds.</summary>
    private const int Reconnect = 500;

    public IConnectionMultiplexer Main => main;

    /// <exception cref="StatementStoreException">Redis cannot be reached or refuses.</exception>
    public static async ValueTask<(IConnectionMultiplexer Main, IConnectionMultiplexer Rows)> ConnectAsync(RedisStoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Configuration))
        {
            throw new Microsoft.Extensions.Options.OptionsValidationException(
                Microsoft.Extensions.Options.Options.DefaultName,
                typeof(RedisStoreOptions),
                ["Redis:Configuration: There is none. Set it to where Redis is, such as localhost:6379 or redis://localhost:6379."]);
        }

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

    public async ValueTask DisposeAsync()
    {
        if (isOwn)
        {
            await rows.DisposeAsync().ConfigureAwait(false);
            await main.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<IConnectionMultiplexer> ConnectMultiplexerAsync(RedisStoreOptions options, string suffix)
    {
        // On threads of its own; otherwise it borrows those of the pool, and when all of these are blocked, nothing is sent or read any
        // more, leases run out, and others end all statements of this server (measured). A switch of the whole process.
        ConnectionMultiplexer.SetFeatureFlag("DedicatedThreads", enabled: true);
        var client = RedisConfiguration.Parse(options.Configuration!);
        client.ClientName = $"{client.ClientName ?? $"mockhaus-statements@{Environment.MachineName}"}{suffix}".Replace(' ', '-');

        // A name and a port say enough; what else the client would tell of itself and the machine helps nobody who reads the error.
        client.IncludeDetailInExceptions = false;

        // Two tries at least, and one that waits is looked after often enough. The first connection may take as long as a call.
        client.AsyncTimeout = Math.Min(client.AsyncTimeout, (int)(options.CallTimeout / 2).TotalMilliseconds);
        client.SyncTimeout = Math.Min(client.SyncTimeout, (int)(options.Lease / RedisLeases.RenewalsPerLease).TotalMilliseconds);
        client.ConnectTimeout = Math.Min(client.ConnectTimeout, (int)options.CallTimeout.TotalMilliseconds);
        client.HeartbeatInterval = TimeSpan.FromMilliseconds(Math.Clamp(options.CallTimeout.TotalMilliseconds / 10, 50, client.HeartbeatInterval.TotalMilliseconds));

        // Whoever comes back long after the others is taken for dead by them.
        client.ReconnectRetryPolicy = new LinearRetry(Reconnect);
        return await ConnectionMultiplexer.ConnectAsync(client).ConfigureAwait(false);
    }
}
