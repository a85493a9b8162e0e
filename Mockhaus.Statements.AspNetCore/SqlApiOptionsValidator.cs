using Microsoft.Extensions.Options;
using Mockhaus.Statements.AspNetCore.Authentication;

namespace Mockhaus.Statements.AspNetCore;

/// <summary>The annotations, generated at build time (no reflection), and what they cannot say.</summary>
[OptionsValidator]
internal sealed partial class SqlApiOptionsAnnotations : IValidateOptions<SqlApiOptions>;

internal sealed class SqlApiOptionsValidator : IValidateOptions<SqlApiOptions>
{
    private static readonly SqlApiOptionsAnnotations Annotations = new();

    public ValidateOptionsResult Validate(string? name, SqlApiOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.AddResult(Annotations.Validate(name, options));
        if (options.SynchronousWindow < TimeSpan.Zero || options.SynchronousWindow > TimeSpan.FromHours(1))
        {
            result.AddError(
                $"It is {options.SynchronousWindow}; it has to be between zero and an hour.", nameof(options.SynchronousWindow));
        }

        foreach (var failure in RegisteredKeys.FailuresOf(options))
        {
            result.AddError(failure);
        }

        return result.Build();
    }
}
