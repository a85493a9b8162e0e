using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.Stores.DuckDb;

internal sealed class DuckDbStoreOptionsValidator : IValidateOptions<DuckDbStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, DuckDbStoreOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.Check(options.MemoryLimit, 32, 1024 * 1024, nameof(options.MemoryLimit));
        result.Check(options.GenerationSize, 1, 1024, nameof(options.GenerationSize));
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
