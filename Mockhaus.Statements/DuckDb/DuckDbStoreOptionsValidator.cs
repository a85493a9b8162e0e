using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.DuckDb;

/// <summary>The annotations, generated at build time.</summary>
[OptionsValidator]
internal sealed partial class DuckDbStoreOptionsValidator : IValidateOptions<DuckDbStoreOptions>
{
    /// <summary>Validates options that did not come through a container.</summary>
    public static void ThrowIfInvalid(DuckDbStoreOptions options)
    {
        var result = new DuckDbStoreOptionsValidator().Validate(Options.DefaultName, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(DuckDbStoreOptions), result.Failures);
        }
    }
}
