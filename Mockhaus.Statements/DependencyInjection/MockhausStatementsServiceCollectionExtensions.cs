using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mockhaus.Statements;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds statements to a host.</summary>
public static class MockhausStatementsServiceCollectionExtensions
{
    /// <summary>The configuration section of the instance without a name; a named one's lies below it.</summary>
    public const string ConfigurationSection = "Mockhaus:Statements";

    private static readonly object Unnamed = new();

    /// <summary>Adds a <see cref="StatementManager"/>, its store and its options; the returned builder says what runs the SQL.</summary>
    /// <remarks>
    /// <para>Options come from <c>Mockhaus:Statements</c> (or <c>Mockhaus:Statements:NAME</c>) where the container has a
    /// configuration, and are validated when the host starts, or when the manager is first asked for.</para>
    /// <para>Which store there is says <see cref="MockhausStatementsOptions.Type"/>, unless the host names one. With a store by
    /// session, <see cref="PerSessionStatementStore"/> is a service too, to open sessions as persistent.</para>
    /// <para>With a name, manager and store are keyed services of that name; several instances share nothing. The clock is the
    /// container's <see cref="TimeProvider"/>, or the system's.</para>
    /// <para>A container of one's own has to be disposed asynchronously (<c>await using</c>), because stopping statements is.</para>
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="name">A name for this instance, or null for the one without.</param>
    /// <returns>The builder.</returns>
    public static MockhausStatementsBuilder AddMockhausStatements(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var section = name is null ? ConfigurationSection : $"{ConfigurationSection}:{name}";
        services.AddOptions<MockhausStatementsOptions>(name ?? Microsoft.Extensions.Options.Options.DefaultName)
            .Configure<IServiceProvider>((options, provider) => provider.GetService<IConfiguration>().Read<MockhausStatementsOptions>(
                name,
                section,
                values =>
                {
                    ConfiguredOptions.CheckName<StatementStoreType>(values, nameof(MockhausStatementsOptions.Type), name);
                    ConfiguredOptions.CheckName<ResultPartitioning>(values, nameof(MockhausStatementsOptions.ResultPartitioning), name);
                    values.Bind(options);
                }))
            .Validate<IServiceProvider>(
                (options, provider) => options.Type != StatementStoreType.Redis || provider.GetKeyedService<NamedStore>(Key(name)) is not null,
                ConfiguredStoreFactory.NoRedis)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MockhausStatementsOptions>, MockhausStatementsOptionsValidator>());

        services.AddSingleton(KnownSection.Root);
        services.AddSingleton(KnownSection.Of<MockhausStatementsOptions>(section));
        services.TryAddSingleton(provider => new UnknownOptions(
            provider.GetServices<KnownSection>(), provider.GetService<IConfiguration>(), QuietLoggerOf(provider)));

        var key = Key(name);
        services.AddStoreOptions(name, section);
        services.TryAddKeyedSingleton<IStatementStore>(key, (provider, _) => ConfiguredStoreFactory.Create(provider, name));
        services.TryAddKeyedSingleton(key, (provider, _) => ConfiguredStoreFactory.SessionStoreOf(provider, name));
        services.TryAddKeyedSingleton(
            ConfiguredStoreFactory.BackingStoreKey(name), (provider, _) => DuckDbStoreBuilderExtensions.Create(provider, name));
        services.TryAddKeyedSingleton(key, (provider, _) =>
        {
            // Before anything is made: where a misspelt option keeps a store from being made, the log has both.
            provider.GetRequiredService<UnknownOptions>().Warn();
            return new StatementManager(
                provider.GetRequiredKeyedService<IStatementStore>(key),
                provider.GetKeyedService<IStatementExecutor>(key) ?? throw NoExecutor(name),
                OptionsOf<MockhausStatementsOptions>(provider, name),
                provider.GetService<TimeProvider>(),
                provider.GetService<ILogger<StatementManager>>(),
                MeterFactoryOf(provider, name));
        });
        services.AddSingleton<IHostedService>(provider => new StatementManagerLifetime(
            () => provider.GetRequiredKeyedService<StatementManager>(key), provider.GetKeyedService<HandOver>(key)));
        if (name is null)
        {
            services.TryAddSingleton(provider => provider.GetRequiredKeyedService<StatementManager>(key));
            services.TryAddSingleton(provider => provider.GetRequiredKeyedService<IStatementStore>(key));
            services.TryAddSingleton(provider => provider.GetRequiredKeyedService<PerSessionStatementStore>(key));
        }

        return new(services, name);
    }

    /// <summary>Services are keyed in all cases; the instance without a name has a key that no name can equal.</summary>
    internal static object Key(string? name) => name ?? Unnamed;

    internal static T OptionsOf<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(IServiceProvider provider, string? name)
        where T : class => provider.GetRequiredService<IOptionsMonitor<T>>().Get(name ?? Microsoft.Extensions.Options.Options.DefaultName);

    private static NonThrowingLogger? QuietLoggerOf(IServiceProvider provider) =>
        provider.GetService<ILogger<StatementManager>>() is { } logger ? new(logger) : null;

    private static IMeterFactory? MeterFactoryOf(IServiceProvider provider, string? name) =>
        provider.GetService<IMeterFactory>() is { } factory && name is not null
            ? new NamedMeterFactory(factory, name)
            : provider.GetService<IMeterFactory>();

    private static InvalidOperationException NoExecutor(string? name) => new(
        $"Nothing runs the SQL of {(name is null ? "AddMockhausStatements()" : $"AddMockhausStatements(\"{name}\")")}. " +
        "Call UseAdoNet, UseScript, UseDelegate or UseExecutor on what it returns.");
}
