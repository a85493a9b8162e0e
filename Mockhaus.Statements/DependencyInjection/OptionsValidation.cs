using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Helpers that the validators of all options share.</summary>
internal static class OptionsValidation
{
    /// <summary>Validates options that were not created by a container.</summary>
    public static void ThrowIfInvalid<T>(this IValidateOptions<T> validator, T options)
        where T : class
    {
        var result = validator.Validate(Options.DefaultName, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(T), result.Failures);
        }
    }

    /// <summary>Adds the section of the option to each failure.</summary>
    public static ValidateOptionsResult InSection(this ValidateOptionsResult result, string section) =>
        result.Failed ? ValidateOptionsResult.Fail((result.Failures ?? []).Select(failure => $"{section}:{Bare(failure)}")) : result;

    /// <summary>The result builder adds a prefix that the annotations do not.</summary>
    private static string Bare(string failure) =>
        failure.StartsWith("Property ", StringComparison.Ordinal) ? failure["Property ".Length..] : failure;

    /// <summary>Adds an error when a time span is out of range. RangeAttribute uses a type converter for TimeSpan, which trimming
    /// breaks.</summary>
    public static void Check(this ValidateOptionsResultBuilder result, TimeSpan value, TimeSpan least, TimeSpan most, string option)
    {
        if (value < least || value > most)
        {
            result.AddError($"It is {value}; it must be between {least} and {most}.", option);
        }
    }
}
