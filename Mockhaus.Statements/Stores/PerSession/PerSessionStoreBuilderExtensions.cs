using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements;
using Mockhaus.Statements.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the <see cref="PerSessionStatementStore"/>.</summary>
public static class PerSessionStoreBuilderExtensions
{
    /// <summary>Keeps each persistent session in a DuckDB file of its own, and every other session in memory.</summary>
    /// <remarks>
    /// Options come from <c>Mockhaus:Statements:Session</c> (a named instance: <c>Mockhaus:Statements:NAME:Session</c>) where the
    /// container has a configuration, and are validated when the host starts. A relative folder is relative to the working
    /// folder. The store is the service <see cref="PerSessionStatementStore"/>, keyed as the manager is, to open sessions with;
    /// the container closes its files, after the manager has stopped. The last call of this or
    /// <see cref="MockhausStatementsBuilder.UseStore"/> counts.
    /// </remarks>
    /// <param name="builder">The instance.</param>
    /// <param name="configure">Changes the options after the configuration, or null.</param>
    /// <returns>The builder.</returns>
    public static MockhausStatementsBuilder UsePerSessionStore(
        this MockhausStatementsBuilder builder, Action<PerSessionStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.ConfigureStore(configure);

        return builder.UseStore(provider => Create(provider, builder.Name));
    }

    internal static PerSessionStatementStore Create(IServiceProvider provider, string? name) => new(
        MockhausStatementsServiceCollectionExtensions.OptionsOf<PerSessionStoreOptions>(provider, name),
        MockhausStatementsServiceCollectionExtensions.OptionsOf<MockhausStatementsOptions>(provider, name),
        provider.GetService<TimeProvider>());
}
