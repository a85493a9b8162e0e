using Microsoft.Extensions.Options;
using Mockhaus.Statements.AspNetCore.Authentication;
using Mockhaus.Statements.AspNetCore.FaultInjection;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Validates the annotations with code that is generated at build time, without reflection.</summary>
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
                $"It is {options.SynchronousWindow}; it must be between zero and an hour.", nameof(options.SynchronousWindow));
        }

        if (options.RequestBodyTimeout < TimeSpan.FromMilliseconds(1) || options.RequestBodyTimeout > TimeSpan.FromHours(1))
        {
            result.AddError(
                $"It is {options.RequestBodyTimeout}; it must be between a millisecond and an hour.", nameof(options.RequestBodyTimeout));
        }

        foreach (var failure in RegisteredKeys.FailuresOf(options))
        {
            result.AddError(failure);
        }

        AddFaultInjection(result, options.FaultInjection);
        return result.Build();
    }

    private static void AddFaultInjection(ValidateOptionsResultBuilder result, FaultInjectionOptions fault)
    {
        if (fault.RetryAfter < TimeSpan.Zero || fault.RetryAfter > TimeSpan.FromHours(1))
        {
            result.AddError(
                $"It is {fault.RetryAfter}; it must be between zero and an hour.", $"{nameof(SqlApiOptions.FaultInjection)}:{nameof(fault.RetryAfter)}");
        }

        try
        {
            if (FaultParser.Parse(fault.Always, FaultOperations.Post).Any(rule => rule.Kind == FaultKind.Advance))
            {
                result.AddError("Only requests can move the clock.", $"{nameof(SqlApiOptions.FaultInjection)}:{nameof(fault.Always)}");
            }
        }
        catch (SqlApiException exception)
        {
            result.AddError(exception.Message, $"{nameof(SqlApiOptions.FaultInjection)}:{nameof(fault.Always)}");
        }
    }
}
