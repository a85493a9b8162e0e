using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>What the validators of all options share.</summary>
internal static class OptionsValidation
{
    /// <summary>Validates options that did not come through a container.</summary>
    public static void ThrowIfInvalid<T>(this IValidateOptions<T> validator, T options)
        where T : class
    {
        var result = validator.Validate(Options.DefaultName, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(T), result.Failures);
        }
    }

    /// <summary>Says of each failure in which section its option stands.</summary>
    public static ValidateOptionsResult InSection(this ValidateOptionsResult result, string section) =>
        result.Failed ? ValidateOptionsResult.Fail((result.Failures ?? []).Select(failure => $"{section}:{Bare(failure)}")) : result;

    /// <summary>The result's builder puts a word before the name that the annotations do not.</summary>
    private static string Bare(string failure) =>
        failure.StartsWith("Property ", StringComparison.Ordinal) ? failure["Property ".Length..] : failure;

    /// <summary>Adds an error when a time is out of its range. RangeAttribute for TimeSpan goes through a type converter, which trimming breaks.</summary>
    public static void Check(this ValidateOptionsResultBuilder result, TimeSpan value, TimeSpan least, TimeSpan most, string option)
    {
        if (value < least || value > most)
        {
            result.AddError($"It is {value}; it has to be between {least} and {most}.", option);
        }
    }
}
