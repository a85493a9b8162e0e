using System.Globalization;

namespace Mockhaus.Statements.Results;

/// <summary>Reads the values of parameters. Throws an exception with the parameter, its value and the allowed values when one is
/// invalid.</summary>
internal readonly struct ParameterReader(IReadOnlyDictionary<string, string> parameters)
{
    private const string Auto = "AUTO";

    /// <summary>Reads an output format; null when it is not set.</summary>
    public OutputFormat? Format(string name, string auto)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var (format, error) = OutputFormatParser.Parse(Is(text, Auto) ? auto : text);
        return format ?? throw Unusable(
            name, text, $"{error} A format consists of elements such as YYYY, MM, DD, HH24, MI, SS, FF3 and TZH:TZM, and of literals in double quotes, or is AUTO.");
    }

    /// <summary>Reads a whole number within limits; null when it is not set.</summary>
    public long? Number(string name, long min, long max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Unusable(name, text, max == long.MaxValue ? $"It is a whole number from {min}." : $"It is a whole number from {min} to {max}.");
    }

    /// <summary>Reads one of two values, ignoring case: true for the first; null when it is not set.</summary>
    public bool? Choice(string name, string first, string second) => Text(name) switch
    {
        null => null,
        var text when Is(text, first) => true,
        var text when Is(text, second) => false,
        var text => throw Unusable(name, text, $"It is {first} or {second}."),
    };

    /// <summary>Reads a time zone by its IANA name, ignoring case; null when it is not set.</summary>
    public TimeZoneInfo? Zone(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // Names of Windows are refused, because Snowflake and DuckDB do not support them.
        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId
            ? zone
            : TimeZoneInfo.GetSystemTimeZones().FirstOrDefault(known => known.HasIanaId && Is(known.Id, text))
                ?? throw Unusable(name, text, "It is the IANA name of a time zone, such as Europe/Berlin or UTC.");
    }

    /// <summary>The value; null when it is not set or blank.</summary>
    private string? Text(string name) => parameters.TryGetValue(name, out var text) && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static bool Is(string text, string other) => text.AsSpan().Trim().Equals(other, StringComparison.OrdinalIgnoreCase);

    private static StatementParameterException Unusable(string name, string value, string allowed) => new(name, ErrorText.Quoted(value), allowed);
}
