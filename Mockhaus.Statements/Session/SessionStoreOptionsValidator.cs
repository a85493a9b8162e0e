using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.Session;

/// <summary>The annotations, generated at build time.</summary>
[OptionsValidator]
internal sealed partial class SessionStoreOptionsValidator : IValidateOptions<SessionStoreOptions>
{
    /// <summary>Validates options that did not come through a container.</summary>
    public static void ThrowIfInvalid(SessionStoreOptions options)
    {
        var result = new SessionStoreOptionsValidator().Validate(Options.DefaultName, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(SessionStoreOptions), result.Failures);
        }
    }
}
