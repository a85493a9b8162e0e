using Mockhaus.Statements;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.History;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the <see cref="DuckDbStatementHistory"/>.</summary>
public static class DuckDbHistoryBuilderExtensions
{
    /// <summary>Keeps the history of statements in a DuckDB file of its own.</summary>
    /// <remarks>Needs DuckDB's native library: reference the package DuckDB.NET.Data.Full. A file that cannot be opened does not keep the host
    /// from starting, unless the history is required (<see cref="StatementHistoryOptions.Required"/>): it is a history that is
    /// unavailable.</remarks>
    /// <param name="builder">The instance.</param>
    /// <param name="path">The path of the file, which is created when it does not exist; its folder has to exist.</param>
    /// <returns>The builder.</returns>
    public static MockhausStatementsBuilder UseDuckDbHistory(this MockhausStatementsBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return builder.UseHistory(provider => Create(provider, builder.Name, path));
    }

    internal static DuckDbStatementHistory Create(IServiceProvider provider, string? name) =>
        Create(provider, name, OptionsOf(provider, name).Path!);

    /// <summary>A host starts without its history, unless the history is required: it is tried again with each group of entries.</summary>
    private static DuckDbStatementHistory Create(IServiceProvider provider, string? name, string path) =>
        OptionsOf(provider, name).Required ? DuckDbStatementHistory.Open(path) : DuckDbStatementHistory.CreateClosed(path);

    private static StatementHistoryOptions OptionsOf(IServiceProvider provider, string? name) =>
        MockhausStatementsServiceCollectionExtensions.OptionsOf<MockhausStatementsOptions>(provider, name).History;
}
