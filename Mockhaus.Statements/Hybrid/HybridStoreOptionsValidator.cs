using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.Hybrid;

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
        Check(options.NearIdleTime, TimeSpan.FromSeconds(1), nameof(options.NearIdleTime));
        Check(options.ConfirmAfter ?? Decade, TimeSpan.Zero, nameof(options.ConfirmAfter));
        return result.Build();

        void Check(TimeSpan value, TimeSpan least, string option)
        {
            if (value < least || value > Decade)
            {
                result.AddError($"It is {value}; it has to be between {least} and {Decade}.", option);
            }
        }
    }

    /// <summary>Validates options that did not come through a container.</summary>
    public static void ThrowIfInvalid(HybridStoreOptions options)
    {
        var result = new HybridStoreOptionsValidator().Validate(Options.DefaultName, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(HybridStoreOptions), result.Failures);
        }
    }
}
