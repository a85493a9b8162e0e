using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Reading options from a configuration, so that what cannot be read is an error of validation like any other.</summary>
internal static class ConfiguredOptions
{
    /// <summary>Runs what binds a section; that has to stand where the options' type is known, to be generated at build time.</summary>
    /// <exception cref="OptionsValidationException">A value is not of its option's type.</exception>
    public static void Read<T>(this IConfiguration? configuration, string? name, string section, Action<IConfigurationSection> bind)
    {
        if (configuration?.GetSection(section) is not { } values)
        {
            return;
        }

        try
        {
            bind(values);
        }
        catch (InvalidOperationException exception)
        {
            throw new OptionsValidationException(name ?? Options.DefaultName, typeof(T), [exception.Message]);
        }
    }

    /// <summary>A name that is none is told with those that are: the binder's own message does not have them.</summary>
    /// <exception cref="OptionsValidationException">The option has a value that is no name of <typeparamref name="TEnum"/>.</exception>
    public static void CheckName<TEnum>(IConfigurationSection section, string option, string? name)
        where TEnum : struct, Enum
    {
        if (section[option] is { } value && !Enum.TryParse<TEnum>(value, ignoreCase: true, out _))
        {
            throw new OptionsValidationException(
                name ?? Options.DefaultName,
                typeof(MockhausStatementsOptions),
                [$"{section.Path}:{option}: It is '{value}'; it has to be one of {string.Join(", ", Enum.GetNames<TEnum>())}."]);
        }
    }
}
