using Microsoft.Extensions.Options;
using Mockhaus.Statements.DependencyInjection;

namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>The annotations, generated at build time (no reflection).</summary>
[OptionsValidator]
internal sealed partial class SessionStoreOptionsAnnotations : IValidateOptions<PerSessionStoreOptions>;

internal sealed class PerSessionStoreOptionsValidator : IValidateOptions<PerSessionStoreOptions>
{
    private static readonly SessionStoreOptionsAnnotations Annotations = new();

    public ValidateOptionsResult Validate(string? name, PerSessionStoreOptions options) => Annotations.Validate(name, options).InSection("Session");
}
