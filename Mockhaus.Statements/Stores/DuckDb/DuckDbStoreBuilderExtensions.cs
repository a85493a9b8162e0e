using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mockhaus.Statements;
using Mockhaus.Statements.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the <see cref="DuckDbStatementStore"/>.</summary>
public static class DuckDbStoreBuilderExtensions
{
    /// <summary>Keeps statements in one DuckDB file, where they outlive the process.</summary>
    /// <remarks>
    /// Options come from <c>Mockhaus:Statements:DuckDb</c> (a named instance: <c>Mockhaus:Statements:NAME:DuckDb</c>) where the
    /// container has a configuration, and are validated when the host starts, which also opens the file. A relative path is
    /// relative to the working folder. The container closes the file, after the manager has stopped. The last call of this method or
    /// <see cref="MockhausStatementsBuilder.UseStore"/> counts.
    /// </remarks>
    /// <param name="builder">The instance.</param>
    /// <param name="configure">Changes the options after the configuration, or null.</param>
    /// <returns>The builder.</returns>
    public static MockhausStatementsBuilder UseDuckDbStore(
        this MockhausStatementsBuilder builder, Action<DuckDbStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.ConfigureStore(configure);

        return builder.UseStore(provider => Create(provider, builder.Name));
    }

    internal static DuckDbStatementStore Create(IServiceProvider provider, string? name)
    {
        var options = MockhausStatementsServiceCollectionExtensions.OptionsOf<DuckDbStoreOptions>(provider, name);
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            // A database in memory would start without an error, and lose all statements at the end of the process.
            throw new OptionsValidationException(name ?? Microsoft.Extensions.Options.Options.DefaultName, typeof(DuckDbStoreOptions),
            [
                "DuckDb:Path: There is none. Set it to the file in which statements are kept; for a store in memory, "
                    + "drop UseDuckDbStore, if it is called, and set Type to Memory.",
            ]);
        }

        return new(options, provider.GetService<TimeProvider>());
    }
}
