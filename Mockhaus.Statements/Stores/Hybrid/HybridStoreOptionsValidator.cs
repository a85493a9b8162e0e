using Microsoft.Extensions.Options;
using Mockhaus.Statements.DependencyInjection;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>The annotations, generated at build time (no reflection), and what they cannot say.</summary>
[OptionsValidator]
internal sealed partial class HybridStoreOptionsAnnotations : IValidateOptions<HybridStoreOptions>;

internal sealed class HybridStoreOptionsValidator : IValidateOptions<HybridStoreOptions>
{
    private static readonly TimeSpan Decade = TimeSpan.FromDays(3650);
    private static readonly HybridStoreOptionsAnnotations Annotations = new();

    public ValidateOptionsResult Validate(string? name, HybridStoreOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.AddResult(Annotations.Validate(name, options));
        result.Check(options.NearIdleTime, TimeSpan.FromSeconds(1), Decade, nameof(options.NearIdleTime));
        result.Check(options.ConfirmAfter ?? Decade, TimeSpan.Zero, Decade, nameof(options.ConfirmAfter));
        return result.Build().InSection("Hybrid");
    }
}
