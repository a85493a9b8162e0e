using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mockhaus.Statements.Results;

/// <summary>Parses output formats: at each position the longest element, ignoring case; any other text is a literal.</summary>
internal static class OutputFormatParser
{
    public const int MaxLength = 256;

    private const string NoAbbreviations = "TZD, the abbreviation of a zone, is not supported; use its offset TZH:TZM.";
    private const char Quote = '"';
    private const int MaxDigits = 9;

    // An element comes before shorter ones with the same beginning.
    private static readonly (string Name, FormatField Field)[] Elements =
    [
        ("YYYY", FormatField.Year),
        ("YY", FormatField.ShortYear),
        ("MMMM", FormatField.MonthName),
        ("MON", FormatField.MonthAbbreviation),
        ("MM", FormatField.Month),
        ("MI", FormatField.Minute),
        ("DD", FormatField.Day),
        ("DY", FormatField.DayAbbreviation),
        ("HH24", FormatField.Hour24),
        ("HH12", FormatField.Hour12),
        ("HH", FormatField.Hour24),
        ("AM", FormatField.Meridiem),
        ("PM", FormatField.Meridiem),
        ("SS", FormatField.Second),
        ("FF", FormatField.Fraction),
        ("TZH:TZM", FormatField.OffsetHourColonMinute),
        ("TZHTZM", FormatField.OffsetHourMinute),
        ("TZH", FormatField.OffsetHour),
        ("TZM", FormatField.OffsetMinute),
    ];

    /// <summary>Parses a text to a format, or returns the error as a sentence.</summary>
    public static (OutputFormat? Format, string? Error) Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            return (null, $"A format has at most {MaxLength} characters.");
        }

        var elements = new List<FormatElement>();
        var literal = new StringBuilder();
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (rest[0] == Quote)
            {
                var end = rest[1..].IndexOf(Quote);
                if (end < 0)
                {
                    return (null, "It has an unclosed quote.");
                }

                literal.Append(rest[1..(end + 1)]);
                rest = rest[(end + 2)..];
            }
            else if (rest.StartsWith("TZD", StringComparison.OrdinalIgnoreCase))
            {
                return (null, NoAbbreviations);
            }
            else if (ElementAt(rest, out var length) is { } element)
            {
                AddLiteral(elements, literal);
                elements.Add(element);
                rest = rest[length..];
            }
            else
            {
                literal.Append(rest[0]);
                rest = rest[1..];
            }
        }

        AddLiteral(elements, literal);
        return (new(text, [.. elements]), null);
    }

    private static FormatElement? ElementAt(ReadOnlySpan<char> text, out int length)
    {
        foreach (var (name, field) in Elements)
        {
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                length = name.Length;
                return field == FormatField.Fraction ? FractionAt(text, ref length) : FormatElement.Create(field);
            }
        }

        length = 0;
        return null;
    }

    private static FormatElement FractionAt(ReadOnlySpan<char> text, ref int length) =>
        text.Length > length && char.IsAsciiDigit(text[length])
            ? FormatElement.Create(FormatField.Fraction, text[length++] - '0')
            : FormatElement.Create(FormatField.Fraction, MaxDigits);

    private static void AddLiteral(List<FormatElement> elements, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            // Escaped once here. A lone surrogate becomes U+FFFD, as in any other cell.
            var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(literal.ToString()));
            var json = JsonEncodedText.Encode(valid, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
            elements.Add(new(FormatField.Literal, 0, json.EncodedUtf8Bytes.ToArray()));
            literal.Clear();
        }
    }
}
