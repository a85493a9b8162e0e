using System.Globalization;

namespace Mockhaus.Statements.Results;

/// <summary>Reads the values of parameters, or says which one cannot be used, what it is and what it may be.</summary>
internal readonly struct ParameterReader(IReadOnlyDictionary<string, string> parameters)
{
    private const string Auto = "AUTO";

    /// <summary>An output format; null where there is none.</summary>
    public OutputFormat? Format(string name, string auto)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var (format, error) = OutputFormatParser.Parse(Is(text, Auto) ? auto : text);
        return format ?? throw Unusable(
            name, text, $"{error} A format is made of YYYY, MM, DD, HH24, MI, SS, FF3, TZH:TZM and the like, of literals in double quotes, or is AUTO.");
    }

    /// <summary>A whole number within limits; null where there is none.</summary>
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

    /// <summary>Whether it is the first of two values, in either case; null where there is none.</summary>
    public bool? Choice(string name, string first, string second) => Text(name) switch
    {
        null => null,
        var text when Is(text, first) => true,
        var text when Is(text, second) => false,
        var text => throw Unusable(name, text, $"It is {first} or {second}."),
    };

    /// <summary>A zone by its IANA name, in either case; null where there is none.</summary>
    public TimeZoneInfo? Zone(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // Windows' names would be found as well; Snowflake and DuckDB do not know them.
        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId
            ? zone
            : TimeZoneInfo.GetSystemTimeZones().FirstOrDefault(known => known.HasIanaId && Is(known.Id, text))
                ?? throw Unusable(name, text, "It is the IANA name of a time zone, such as Europe/Berlin or UTC.");
    }

    /// <summary>The value; nothing at all counts as none.</summary>
    private string? Text(string name) => parameters.TryGetValue(name, out var text) && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static bool Is(string text, string other) => text.AsSpan().Trim().Equals(other, StringComparison.OrdinalIgnoreCase);

    private static StatementParameterException Unusable(string name, string value, string allowed) => new(name, ErrorText.Quoted(value), allowed);
}
