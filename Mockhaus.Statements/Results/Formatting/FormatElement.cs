namespace Mockhaus.Statements.Results;

/// <summary>One element of an output format.</summary>
/// <param name="Field">What it shows.</param>
/// <param name="Digits">Of a fraction, how many digits.</param>
/// <param name="Text">Of a literal, its bytes as they stand in a JSON string.</param>
internal readonly record struct FormatElement(FormatField Field, int Digits, byte[] Text)
{
    // A sign and the 12 digits that the years of a 64-bit number of seconds have.
    private const int MaxYearLength = 13;

    /// <summary>How many bytes it writes at most.</summary>
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
