namespace Mockhaus.Statements.Results;

/// <summary>One element of an output format.</summary>
/// <param name="Field">The field that it writes.</param>
/// <param name="Digits">The number of digits of a fraction.</param>
/// <param name="Text">The bytes of a literal, escaped for a JSON string.</param>
internal readonly record struct FormatElement(FormatField Field, int Digits, byte[] Text)
{
    // A sign and the 12 digits of the largest year of a 64-bit number of seconds.
    private const int MaxYearLength = 13;

    /// <summary>The maximum number of bytes that it writes.</summary>
    public int MaxLength => Field switch
    {
        FormatField.Literal => Text.Length,
        FormatField.Year => MaxYearLength,
        FormatField.MonthName => "September".Length,
        FormatField.Fraction => Digits,
        FormatField.OffsetHourColonMinute => "+hh:mm".Length,
        FormatField.OffsetHourMinute => "+hhmm".Length,
        FormatField.OffsetHour or FormatField.MonthAbbreviation or FormatField.DayAbbreviation => 3,
        _ => 2,
    };

    public static FormatElement Create(FormatField field, int digits = 0) => new(field, digits, []);
}
