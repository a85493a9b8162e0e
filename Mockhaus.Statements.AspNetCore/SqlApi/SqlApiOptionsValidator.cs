using Microsoft.Extensions.Options;
using Mockhaus.Statements.AspNetCore.Authentication;
using Mockhaus.Statements.AspNetCore.FaultInjection;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

internal sealed class SqlApiOptionsValidator : IValidateOptions<SqlApiOptions>
{
    private const int MaxRequests = 1_000_000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, SqlApiOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.Check(options.MaxRequestBodyBytes, 1024, int.MaxValue, nameof(options.MaxRequestBodyBytes));
        result.Check(options.MaxRequestsPerSecond, 1, MaxRequests, nameof(options.MaxRequestsPerSecond));
        result.Check(options.MaxConcurrentRequests, 1, MaxRequests, nameof(options.MaxConcurrentRequests));
        result.Check(options.SynchronousWindow, TimeSpan.Zero, Hour, nameof(options.SynchronousWindow));
        result.Check(options.RequestBodyTimeout, TimeSpan.FromMilliseconds(1), Hour, nameof(options.RequestBodyTimeout));
        foreach (var failure in RegisteredKeys.FailuresOf(options))
        {
            result.AddError(failure);
        }

        AddFaultInjection(result, options.FaultInjection);
        return result.Build();
    }

    private static void AddFaultInjection(ValidateOptionsResultBuilder result, FaultInjectionOptions fault)
    {
        var section = new OptionsSection(result, nameof(SqlApiOptions.FaultInjection));
        section.Check(fault.RetryAfter, TimeSpan.Zero, Hour, nameof(fault.RetryAfter));
        try
        {
            if (FaultParser.Parse(fault.Always, FaultOperations.Post).Any(rule => rule.Kind == FaultKind.Advance))
            {
                section.AddError("Only requests can move the clock.", nameof(fault.Always));
            }
        }
        catch (SqlApiException exception)
        {
            section.AddError(exception.Message, nameof(fault.Always));
        }
    }
}
