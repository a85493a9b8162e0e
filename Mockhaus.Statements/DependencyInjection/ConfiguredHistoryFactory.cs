using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Creates the history that the options select, when the host has registered none.</summary>
internal static class ConfiguredHistoryFactory
{
    public const string NoRedis =
        "History:Type: It is Redis. That history is in the package Mockhaus.Statements.Redis: add the package, and call UseRedisHistory on the builder that AddMockhausStatements returns.";

    /// <summary>Each kind is a service of its own, so that the container disposes of the one that is created.</summary>
    public static void AddHistories(this IServiceCollection services, string? name)
    {
        var key = MockhausStatementsServiceCollectionExtensions.Key(name);
        services.TryAddKeyedSingleton(key, (provider, _) => MemoryHistoryBuilderExtensions.Create(provider, name));
        services.TryAddKeyedSingleton(key, (provider, _) => DuckDbHistoryBuilderExtensions.Create(provider, name));
    }

    /// <returns>The history, or null when there is none.</returns>
    public static IStatementHistory? Find(IServiceProvider provider, string? name)
    {
        var key = MockhausStatementsServiceCollectionExtensions.Key(name);
        var options = MockhausStatementsServiceCollectionExtensions.OptionsOf<MockhausStatementsOptions>(provider, name);
        return provider.GetKeyedService<IStatementHistory>(key) ?? options.History.Type switch
        {
            StatementHistoryType.Memory => provider.GetRequiredKeyedService<MemoryStatementHistory>(key),
            StatementHistoryType.DuckDb => provider.GetRequiredKeyedService<DuckDbStatementHistory>(key),
            _ => null,
        };
    }
}
