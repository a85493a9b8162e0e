using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements;
using Mockhaus.Statements.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the <see cref="HybridStatementStore"/>.</summary>
public static class HybridStoreBuilderExtensions
{
    /// <summary>Keeps statements in a backing store, and what was used lately in memory before it.</summary>
    /// <remarks>
    /// Options come from <c>Mockhaus:Statements:Hybrid</c> (a named instance: <c>Mockhaus:Statements:NAME:Hybrid</c>) where the
    /// container has a configuration, and are validated when the host starts. The container makes both stores and disposes of
    /// both, the backing store last. The last call of this or <see cref="MockhausStatementsBuilder.UseStore"/> counts.
    /// </remarks>
    /// <param name="builder">The instance.</param>
    /// <param name="backingStore">Creates the backing store, once, from the container, which then owns it.</param>
    /// <param name="configure">Changes the options after the configuration, or null.</param>
    /// <returns>The builder.</returns>
    public static MockhausStatementsBuilder UseHybridStore(
        this MockhausStatementsBuilder builder, Func<IServiceProvider, IStatementStore> backingStore, Action<HybridStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(backingStore);
        builder.ConfigureStore(configure);

        // A keyed service with a key of its own, so that the container disposes of the store.
        var key = new object();
        builder.Services.AddKeyedSingleton(key, (provider, _) => backingStore(provider));
        return builder.UseStore(provider => Create(provider, builder.Name, provider.GetRequiredKeyedService<IStatementStore>(key)));
    }

    internal static HybridStatementStore Create(IServiceProvider provider, string? name, IStatementStore backingStore) => new(
        backingStore,
        MockhausStatementsServiceCollectionExtensions.OptionsOf<HybridStoreOptions>(provider, name),
        provider.GetService<TimeProvider>());
}
