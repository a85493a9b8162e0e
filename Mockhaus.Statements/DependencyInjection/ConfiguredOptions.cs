using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Reads options from a configuration. A value that cannot be read is a validation error like any other.</summary>
internal static class ConfiguredOptions
{
    /// <summary>Runs the delegate that binds a section. The call is in the caller, where the type of the options is known, so that its
    /// code is generated at build time.</summary>
    /// <exception cref="OptionsValidationException">A value cannot be converted to the type of its option.</exception>
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

    /// <summary>Reports an invalid enum name together with the valid names, which the binder's message does not contain.</summary>
    /// <exception cref="OptionsValidationException">The value of the option is not a name of <typeparamref name="TEnum"/>.</exception>
    public static void CheckName<TEnum>(IConfigurationSection section, string option, string? name)
        where TEnum : struct, Enum
    {
        if (section[option] is { } value && !Enum.TryParse<TEnum>(value, ignoreCase: true, out _))
        {
            throw new OptionsValidationException(
                name ?? Options.DefaultName,
                typeof(MockhausStatementsOptions),
                [$"{section.Path}:{option}: It is '{value}'; it must be one of {string.Join(", ", Enum.GetNames<TEnum>())}."]);
        }
    }
}
