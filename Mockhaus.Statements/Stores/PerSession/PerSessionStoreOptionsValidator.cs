using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.Stores.PerSession;

internal sealed class PerSessionStoreOptionsValidator : IValidateOptions<PerSessionStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, PerSessionStoreOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.Check(options.MaxOpenFiles, 1, 1000, nameof(options.MaxOpenFiles));
        result.Check(options.MemoryLimit, 32, 1024 * 1024, nameof(options.MemoryLimit));
        return result.Build().InSection("Session");
    }
}
