using Mockhaus.Statements;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.History;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the <see cref="DuckDbStatementHistory"/>.</summary>
public static class DuckDbHistoryBuilderExtensions
{
    /// <summary>Keeps the history of statements in a DuckDB file of its own.</summary>
    /// <remarks>Needs DuckDB's native library: reference the package DuckDB.NET.Data.Full.</remarks>
    /// <param name="builder">The instance.</param>
    /// <param name="path">The path of the file, which is created when it does not exist; its folder has to exist.</param>
    /// <returns>The builder.</returns>
    public static MockhausStatementsBuilder UseDuckDbHistory(this MockhausStatementsBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return builder.UseHistory(_ => DuckDbStatementHistory.Open(path));
    }

    internal static DuckDbStatementHistory Create(IServiceProvider provider, string? name) => DuckDbStatementHistory.Open(
        MockhausStatementsServiceCollectionExtensions.OptionsOf<MockhausStatementsOptions>(provider, name).History.Path!);
}
