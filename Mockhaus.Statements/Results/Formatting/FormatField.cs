namespace Mockhaus.Statements.Results;

/// <summary>The field that an element of an output format writes.</summary>
internal enum FormatField
{
    Literal,
    Year,
    ShortYear,
    Month,
    MonthAbbreviation,
    MonthName,
    Day,
    DayAbbreviation,
    Hour24,
    Hour12,
    Meridiem,
    Minute,
    Second,
    Fraction,
    OffsetHour,
    OffsetMinute,
    OffsetHourMinute,
    OffsetHourColonMinute,
}
