using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.Session;

/// <summary>The annotations, generated at build time (no reflection).</summary>
[OptionsValidator]
internal sealed partial class SessionStoreOptionsAnnotations : IValidateOptions<SessionStoreOptions>;

internal sealed class SessionStoreOptionsValidator : IValidateOptions<SessionStoreOptions>
{
    private static readonly SessionStoreOptionsAnnotations Annotations = new();

    public ValidateOptionsResult Validate(string? name, SessionStoreOptions options) => Annotations.Validate(name, options).InSection("Session");
}
