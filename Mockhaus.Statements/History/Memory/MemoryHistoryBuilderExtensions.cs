using Mockhaus.Statements;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.History;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the <see cref="MemoryStatementHistory"/>.</summary>
public static class MemoryHistoryBuilderExtensions
{
    /// <summary>Keeps the history of statements in the memory of this process.</summary>
    /// <param name="builder">The instance.</param>
    /// <returns>The builder.</returns>
    public static MockhausStatementsBuilder UseMemoryHistory(this MockhausStatementsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseHistory(provider => Create(provider, builder.Name));
    }

    internal static MemoryStatementHistory Create(IServiceProvider provider, string? name) =>
        new(MockhausStatementsServiceCollectionExtensions.OptionsOf<MockhausStatementsOptions>(provider, name));
}
