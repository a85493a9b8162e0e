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
using Mockhaus.Statements.History;
using Mockhaus.Statements.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds statement management to a service collection.</summary>
public static class MockhausStatementsServiceCollectionExtensions
{
    /// <summary>The configuration section of the unnamed instance. The section of a named instance is below it.</summary>
    public const string ConfigurationSection = "Mockhaus:Statements";

    private static readonly object Unnamed = new();

    /// <summary>Adds a <see cref="StatementManager"/>, its store and its options. The returned builder configures the executor.</summary>
    /// <remarks>
    /// <para>Options come from <c>Mockhaus:Statements</c> (or <c>Mockhaus:Statements:NAME</c>) if the container has a
    /// configuration. They are validated when the host starts, or when the manager is first resolved.</para>
    /// <para><see cref="MockhausStatementsOptions.Type"/> selects the store, unless the host registers one. With a per-session
    /// store, <see cref="PerSessionStatementStore"/> is a service too, to open sessions as persistent.</para>
    /// <para>With a name, the manager and the store are keyed services of that name. Instances share nothing. The clock is the
    /// container's <see cref="TimeProvider"/>, or the system clock.</para>
    /// <para>Dispose a container that is created without a host asynchronously (<c>await using</c>), because stopping statements is
    /// asynchronous.</para>
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the instance, or null for the unnamed one.</param>
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
                    ConfiguredOptions.CheckName<ResultPartitioning>(
                        values.GetSection(nameof(options.Results)), nameof(options.Results.ResultPartitioning), name);
                    ConfiguredOptions.CheckName<StatementHistoryType>(values.GetSection(nameof(options.History)), nameof(options.History.Type), name);
                    ConfiguredOptions.CheckName<HistorySqlText>(values.GetSection(nameof(options.History)), nameof(options.History.SqlText), name);
                    ConfiguredOptions.CheckName<SessionLimit>(values.GetSection(nameof(options.Limits)), nameof(options.Limits.SessionLimit), name);
                    values.Bind(options);
                }))
            .Validate<IServiceProvider>(
                (options, provider) => options.Type != StatementStoreType.Redis || provider.GetKeyedService<ExplicitStoreMarker>(Key(name)) is not null,
                ConfiguredStoreFactory.NoRedis)
            .Validate<IServiceProvider>(
                (options, provider) =>
                    options.History.Type != StatementHistoryType.Redis || provider.GetKeyedService<ExplicitHistoryMarker>(Key(name)) is not null,
                ConfiguredHistoryFactory.NoRedis)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MockhausStatementsOptions>, MockhausStatementsOptionsValidator>());

        services.AddSingleton(KnownSection.Root);
        services.AddSingleton(KnownSection.Create<MockhausStatementsOptions>(section));
        services.AddSingleton(KnownSection.Create<StatementLimitOptions>($"{section}:{nameof(MockhausStatementsOptions.Limits)}"));
        services.AddSingleton(KnownSection.Create<StatementResultOptions>($"{section}:{nameof(MockhausStatementsOptions.Results)}"));
        services.AddSingleton(KnownSection.Create<StatementRetentionOptions>($"{section}:{nameof(MockhausStatementsOptions.Retention)}"));
        services.AddSingleton(KnownSection.Create<StatementHistoryOptions>($"{section}:{nameof(MockhausStatementsOptions.History)}"));
        services.TryAddSingleton(provider => new UnknownOptions(
            provider.GetServices<KnownSection>(), provider.GetService<IConfiguration>(), QuietLoggerOf(provider)));

        var key = Key(name);
        services.AddStoreOptions(name, section);
        services.AddHistories(name);
        services.TryAddKeyedSingleton<IStatementStore>(key, (provider, _) => ConfiguredStoreFactory.Create(provider, name));
        services.TryAddKeyedSingleton(key, (provider, _) => ConfiguredStoreFactory.SessionStoreOf(provider, name));
        services.TryAddKeyedSingleton(
            ConfiguredStoreFactory.BackingStoreKey(name), (provider, _) => DuckDbStoreBuilderExtensions.Create(provider, name));
        services.TryAddKeyedSingleton(key, (provider, _) =>
        {
            // Before anything is created, so that the log also has the warning when a misspelt option makes the store fail.
            provider.GetRequiredService<UnknownOptions>().Warn();
            return new StatementManager(
                provider.GetRequiredKeyedService<IStatementStore>(key),
                provider.GetKeyedService<IStatementExecutor>(key) ?? throw NoExecutor(name),
                OptionsOf<MockhausStatementsOptions>(provider, name),
                provider.GetService<TimeProvider>(),
                provider.GetService<ILogger<StatementManager>>(),
                MeterFactoryOf(provider, name),
                ConfiguredHistoryFactory.Find(provider, name));
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

    /// <summary>The key of an instance. The unnamed instance has a key that no name can equal.</summary>
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
        $"There is no executor for {(name is null ? "AddMockhausStatements()" : $"AddMockhausStatements(\"{name}\")")}. " +
        "Call UseAdoNet, UseScript, UseDelegate or UseExecutor on the builder that it returns.");
}
