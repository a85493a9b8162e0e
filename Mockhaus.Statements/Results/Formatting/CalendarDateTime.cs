namespace Mockhaus.Statements.Results;

/// <summary>A date and a time of day in a time zone.</summary>
/// <param name="Days">Days since 1970-01-01.</param>
/// <param name="SecondOfDay">Seconds since midnight; 86,400 for the end of a day.</param>
/// <param name="Nanoseconds">Nanoseconds of the second.</param>
/// <param name="OffsetMinutes">Minutes east of UTC.</param>
internal readonly record struct CalendarDateTime(long Days, int SecondOfDay, int Nanoseconds, int OffsetMinutes)
{
    private const int SecondsPerDay = 86_400;
    private const int DaysPerCycle = 146_097;
    private const int YearsPerCycle = 400;

    // Every cycle of 400 years has the same dates and days of the week. The one that starts in 2000 is used for all of them.
    private static readonly int CycleStart = new DateOnly(2000, 1, 1).DayNumber;
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public int Hour => SecondOfDay / 3600;

    public int Minute => SecondOfDay / 60 % 60;

    public int Second => SecondOfDay % 60;

    /// <summary>The year, with a year 0 before year 1, and the date in an equivalent year from 2000 to 2399.</summary>
    public (long Year, DateOnly Like) Date
    {
        get
        {
            var (cycles, day) = Floor(Days - (CycleStart - EpochDay), DaysPerCycle);
            var like = DateOnly.FromDayNumber(CycleStart + (int)day);
            return (like.Year + (cycles * YearsPerCycle), like);
        }
    }

    /// <summary>Creates the local date and time of an instant at an offset from UTC.</summary>
    public static CalendarDateTime FromInstant(long seconds, int nanoseconds, int offsetMinutes)
    {
        // Split before the offset is added, because the sum of the seconds can overflow 64 bits.
        var (days, second) = Floor(seconds, SecondsPerDay);
        var (carry, local) = Floor(second + (offsetMinutes * 60L), SecondsPerDay);
        return new(days + carry, (int)local, nanoseconds, offsetMinutes);
    }

    private static (long Quotient, long Over) Floor(long value, long divisor)
    {
        var (quotient, over) = Math.DivRem(value, divisor);
        return over < 0 ? (quotient - 1, over + divisor) : (quotient, over);
    }
}
