namespace Mockhaus.Statements.Results;

/// <summary>What an element of an output format shows.</summary>
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
