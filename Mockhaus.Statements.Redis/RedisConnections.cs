using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>The connections of one store: one for everything, and one for rows.</summary>
/// <param name="main">For everything but rows.</param>
/// <param name="rows">For rows.</param>
/// <param name="isOwn">Whether they were made here, and so end here.</param>
internal sealed class RedisConnections(IConnectionMultiplexer main, IConnectionMultiplexer rows, bool isOwn) : IAsyncDisposable
{
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
            main = await ConnectMultiplexerAsync(options.Configuration, "").ConfigureAwait(false);
            return (main, await ConnectMultiplexerAsync(options.Configuration, ":rows").ConfigureAwait(false));
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

    private static async Task<IConnectionMultiplexer> ConnectMultiplexerAsync(string configuration, string suffix)
    {
        var options = RedisConfiguration.Parse(configuration);
        options.ClientName = $"{options.ClientName ?? $"mockhaus-statements@{Environment.MachineName}"}{suffix}".Replace(' ', '-');

        // A name and a port say enough; what else the client would tell of itself and the machine helps nobody who reads the error.
        options.IncludeDetailInExceptions = false;
        return await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
    }
}
