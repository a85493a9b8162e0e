using Microsoft.Extensions.Options;

namespace Mockhaus.Statements;

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

    /// <summary>The name without the word that the result builder writes before it.</summary>
    private static string Bare(string failure) =>
        failure.StartsWith("Property ", StringComparison.Ordinal) ? failure["Property ".Length..] : failure;

    /// <summary>Adds an error when a value is out of its range; null is in every range.</summary>
    /// <remarks>In code and not as annotations: RangeAttribute for TimeSpan goes through a type converter, which trimming breaks.</remarks>
    public static void Check<T>(this ValidateOptionsResultBuilder result, T? value, T least, T most, string option)
        where T : struct, IComparable<T>
    {
        if (value is { } given && (given.CompareTo(least) < 0 || given.CompareTo(most) > 0))
        {
            result.AddError($"It is {given}; it must be between {least} and {most}.", option);
        }
    }

    /// <summary>Adds an error when a value has no name.</summary>
    public static void CheckName<TEnum>(this ValidateOptionsResultBuilder result, TEnum value, string option)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            result.AddError($"It is {value}; it must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.", option);
        }
    }
}
