using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stores.DuckDb;
using Mockhaus.Statements.Stores.Hybrid;
using Mockhaus.Statements.Stores.PerSession;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Creates the store that the options select, when the host has registered none.</summary>
internal static class ConfiguredStoreFactory
{
    public const string NoRedis =
        "Type: It is Redis. That store is in the package Mockhaus.Statements.Redis: add the package, and call UseRedisStore on the builder that AddMockhausStatements returns.";

    /// <summary>Binds the options of every store, because the store is selected only when all options are known.</summary>
    public static void AddStoreOptions(this IServiceCollection services, string? name, string section)
    {
        var options = name ?? Options.DefaultName;
        services.AddSingleton(KnownSection.Create<DuckDbStoreOptions>($"{section}:DuckDb"));
        services.AddSingleton(KnownSection.Create<HybridStoreOptions>($"{section}:Hybrid"));
        services.AddSingleton(KnownSection.Create<PerSessionStoreOptions>($"{section}:Session"));
        services.AddOptions<DuckDbStoreOptions>(options).ValidateOnStart().Configure<IServiceProvider>(
            (options, provider) => provider.GetService<IConfiguration>().Read<DuckDbStoreOptions>(
                name, $"{section}:DuckDb", values => values.Bind(options)));
        services.AddOptions<HybridStoreOptions>(options).ValidateOnStart().Configure<IServiceProvider>(
            (options, provider) => provider.GetService<IConfiguration>().Read<HybridStoreOptions>(
                name, $"{section}:Hybrid", values => values.Bind(options)));
        services.AddOptions<PerSessionStoreOptions>(options).ValidateOnStart().Configure<IServiceProvider>(
            (options, provider) => provider.GetService<IConfiguration>().Read<PerSessionStoreOptions>(
                name, $"{section}:Session", values => values.Bind(options)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DuckDbStoreOptions>, DuckDbStoreOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HybridStoreOptions>, HybridStoreOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PerSessionStoreOptions>, PerSessionStoreOptionsValidator>());
    }

    /// <summary>The key of the backing store of a hybrid store. It is a service of its own, so that the container disposes of it.</summary>
    public static object BackingStoreKey(string? name) => ("backing store", name);

    /// <exception cref="OptionsValidationException">A package that the store type needs is missing.</exception>
    public static IStatementStore Create(IServiceProvider provider, string? name)
    {
        var options = MockhausStatementsServiceCollectionExtensions.OptionsOf<MockhausStatementsOptions>(provider, name);
        return options.Type switch
        {
            StatementStoreType.Memory => MemoryStoreBuilderExtensions.Create(provider, name),
            StatementStoreType.DuckDb => DuckDbStoreBuilderExtensions.Create(provider, name),
            StatementStoreType.Hybrid => HybridStoreBuilderExtensions.Create(
                provider, name, provider.GetRequiredKeyedService<DuckDbStatementStore>(BackingStoreKey(name))),
            StatementStoreType.Session => PerSessionStoreBuilderExtensions.Create(provider, name),
            _ => throw new OptionsValidationException(name ?? Options.DefaultName, typeof(MockhausStatementsOptions), [NoRedis]),
        };
    }

    /// <exception cref="InvalidOperationException">The store is of another type.</exception>
    public static PerSessionStatementStore SessionStoreOf(IServiceProvider provider, string? name)
    {
        var store = provider.GetRequiredKeyedService<IStatementStore>(MockhausStatementsServiceCollectionExtensions.Key(name));
        return store as PerSessionStatementStore ?? throw new InvalidOperationException(
            $"Sessions cannot be persistent: the store is a {store.GetType().Name}. Set Type to Session, or call UsePerSessionStore.");
    }
}
