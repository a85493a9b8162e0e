using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.Stores.Hybrid;

internal sealed class HybridStoreOptionsValidator : IValidateOptions<HybridStoreOptions>
{
    private static readonly TimeSpan Decade = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, HybridStoreOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.Check(options.NearBytes, 1024L, long.MaxValue, nameof(options.NearBytes));
        result.Check(options.NearIdleTime, TimeSpan.FromSeconds(1), Decade, nameof(options.NearIdleTime));
        result.Check(options.ConfirmAfter, TimeSpan.Zero, Decade, nameof(options.ConfirmAfter));
        return result.Build().InSection("Hybrid");
    }
}
