using Mockhaus.Statements;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the <see cref="MemoryStatementStore"/>.</summary>
public static class MemoryStoreBuilderExtensions
{
    /// <summary>Keeps statements in the memory of this process.</summary>
    /// <remarks>
    /// This store has no options of its own: the times that it needs are those of <see cref="MockhausStatementsOptions"/>, which also limit
    /// how many results are kept. The container disposes of the store, after the manager has stopped. The last call of this method or
    /// <see cref="MockhausStatementsBuilder.UseStore"/> counts.
    /// </remarks>
    /// <param name="builder">The instance.</param>
    /// <returns>The builder.</returns>
    public static MockhausStatementsBuilder UseMemoryStore(this MockhausStatementsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseStore(provider => Create(provider, builder.Name));
    }

    internal static MemoryStatementStore Create(IServiceProvider provider, string? name) => new(
        MockhausStatementsServiceCollectionExtensions.OptionsOf<MockhausStatementsOptions>(provider, name),
        provider.GetService<TimeProvider>());
}
