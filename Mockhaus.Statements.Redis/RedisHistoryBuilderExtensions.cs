using Microsoft.Extensions.Options;
using Mockhaus.Statements;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the <see cref="RedisStatementHistory"/>.</summary>
public static class RedisHistoryBuilderExtensions
{
    /// <summary>Keeps the history of statements in Redis, where several servers share it.</summary>
    /// <remarks>The options are those of <see cref="RedisStoreBuilderExtensions.UseRedisStore"/>, from <c>Mockhaus:Statements:Redis</c>: a
    /// store and a history on one Redis are configured once. A Redis that cannot be reached does not keep the host from starting, unless the
    /// history is required (<see cref="StatementHistoryOptions.Required"/>).</remarks>
    /// <param name="builder">The instance.</param>
    /// <param name="configure">Changes the options after the configuration, for the store too, or null.</param>
    /// <param name="connection">Gets a connection of the host, which the history does not dispose of; null: the history connects by its
    /// configuration.</param>
    /// <returns>The builder.</returns>
    public static MockhausStatementsBuilder UseRedisHistory(
        this MockhausStatementsBuilder builder,
        Action<RedisStoreOptions>? configure = null,
        Func<IServiceProvider, IConnectionMultiplexer>? connection = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRedisOptions(configure);
        return builder.UseHistory(provider =>
        {
            var options = MockhausStatementsServiceCollectionExtensions.OptionsOf<RedisStoreOptions>(provider, builder.Name);
            var statementOptions = MockhausStatementsServiceCollectionExtensions.OptionsOf<MockhausStatementsOptions>(provider, builder.Name);

            // As for the store: once, when the host starts.
            return connection is null
                ? RedisStatementHistory.ConnectAsync(options, statementOptions, statementOptions.History.Required).AsTask().GetAwaiter().GetResult()
                : new RedisStatementHistory(connection(provider), options, statementOptions);
        });
    }
}
