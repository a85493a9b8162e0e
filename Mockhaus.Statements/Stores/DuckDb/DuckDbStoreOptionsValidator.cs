using Microsoft.Extensions.Options;
using Mockhaus.Statements.DependencyInjection;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The annotations, generated at build time (no reflection).</summary>
[OptionsValidator]
internal sealed partial class DuckDbStoreOptionsAnnotations : IValidateOptions<DuckDbStoreOptions>;

internal sealed class DuckDbStoreOptionsValidator : IValidateOptions<DuckDbStoreOptions>
{
    private static readonly DuckDbStoreOptionsAnnotations Annotations = new();

    public ValidateOptionsResult Validate(string? name, DuckDbStoreOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.AddResult(Annotations.Validate(name, options));
        if (options.Path?.StartsWith(":memory:", StringComparison.OrdinalIgnoreCase) == true)
        {
            // DuckDB.NET would create a file of that name, or a database that the whole process shares.
            result.AddError(
                $"It is {options.Path}, which is no file. Name a file; for statements in memory, set Type to Memory, or leave Path null in code.",
                nameof(options.Path));
        }

        return result.Build().InSection("DuckDb");
    }
}
