using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mockhaus.Statements;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the <see cref="RedisStatementStore"/>.</summary>
public static class RedisStoreBuilderExtensions
{
    /// <summary>Keeps statements in Redis, where several servers share them.</summary>
    /// <remarks>
    /// Options come from <c>Mockhaus:Statements:Redis</c> (a named instance: <c>Mockhaus:Statements:NAME:Redis</c>) where the container
    /// has a configuration, and are validated when the host starts, which also connects: a Redis that cannot be reached keeps the host
    /// from starting, unless the configuration string says <c>abortConnect=false</c>; so does one that refuses the password or a command,
    /// and a replica. With <see cref="MockhausStatementsOptions.Type"/> Hybrid, it has the near cache before it. The last call of this or
    /// <see cref="MockhausStatementsBuilder.UseStore"/> counts.
    /// </remarks>
    /// <param name="builder">The instance.</param>
    /// <param name="configure">Changes the options after the configuration, or null.</param>
    /// <param name="connection">Gets a connection of the host, which the store does not dispose of; null: the store connects by its
    /// configuration, twice, so that rows have a connection of their own.</param>
    /// <returns>The builder.</returns>
    public static MockhausStatementsBuilder UseRedisStore(
        this MockhausStatementsBuilder builder,
        Action<RedisStoreOptions>? configure = null,
        Func<IServiceProvider, IConnectionMultiplexer>? connection = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddRedisOptions(configure);

        // A keyed service with a key of its own, so that the container disposes of the store.
        var key = new object();
        builder.Services.AddKeyedSingleton(key, (provider, _) => Create(provider, builder.Name, connection));
        return builder.UseStore(provider => MockhausStatementsServiceCollectionExtensions.OptionsOf<MockhausStatementsOptions>(provider, builder.Name).Type == StatementStoreType.Hybrid
            ? HybridStoreBuilderExtensions.Create(provider, builder.Name, provider.GetRequiredKeyedService<RedisStatementStore>(key))
            : provider.GetRequiredKeyedService<RedisStatementStore>(key));
    }

    /// <summary>Binds the options, which a store and a history share.</summary>
    internal static void AddRedisOptions(this MockhausStatementsBuilder builder, Action<RedisStoreOptions>? configure)
    {
        var section = builder.Name is null
            ? $"{MockhausStatementsServiceCollectionExtensions.ConfigurationSection}:Redis"
            : $"{MockhausStatementsServiceCollectionExtensions.ConfigurationSection}:{builder.Name}:Redis";
        builder.Services.AddOptions<RedisStoreOptions>(builder.Name ?? Microsoft.Extensions.Options.Options.DefaultName).Configure<IServiceProvider>(
            (options, provider) => provider.GetService<IConfiguration>().Read<RedisStoreOptions>(
                builder.Name, section, values => values.Bind(options)));
        builder.Services.AddSingleton(KnownSection.Create<RedisStoreOptions>(section));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisStoreOptions>, RedisStoreOptionsValidator>());
        builder.ConfigureStore(configure);
    }

    private static RedisStatementStore Create(IServiceProvider provider, string? name, Func<IServiceProvider, IConnectionMultiplexer>? connection)
    {
        var options = MockhausStatementsServiceCollectionExtensions.OptionsOf<RedisStoreOptions>(provider, name);
        var statementOptions = MockhausStatementsServiceCollectionExtensions.OptionsOf<MockhausStatementsOptions>(provider, name);
        var (clock, logger) = (provider.GetService<TimeProvider>(), provider.GetService<ILogger<RedisStatementStore>>());

        // A container makes services on the caller's thread and waits for them; this happens once, when the host starts.
        if (connection is null)
        {
            return RedisStatementStore.ConnectAsync(options, statementOptions, clock, logger).AsTask().GetAwaiter().GetResult();
        }

        var store = new RedisStatementStore(connection(provider), null, options, statementOptions, clock, logger);
        store.CheckAccessAsync(user: null, logger).GetAwaiter().GetResult();
        return store;
    }
}
