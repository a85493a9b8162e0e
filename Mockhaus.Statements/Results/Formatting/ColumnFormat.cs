namespace Mockhaus.Statements.Results;

/// <summary>Writes the cells of a column that has an output format.</summary>
/// <param name="column">The column.</param>
/// <param name="format">The format; null for bytes in Base64.</param>
/// <param name="zone">The session's time zone.</param>
internal sealed class ColumnFormat(ResultColumn column, OutputFormat? format, TimeZoneInfo zone)
{
    private const long MinSeconds = -62_135_596_800;
    private const long MaxSeconds = 253_402_300_799;
    private static readonly int[] PowersOfTen = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>The divisor that cuts the digits of a second beyond the scale.</summary>
    private readonly int _cut = PowersOfTen[9 - Math.Clamp(column.Scale ?? 0, 0, 9)];

    /// <summary>The value of <see cref="ResultColumn.OutputFormat"/>.</summary>
    public string Text => format?.Text ?? ResultSettings.Base64;

    /// <summary>The maximum number of bytes of a date or a time.</summary>
    public int MaxLength => format?.MaxLength ?? 0;

    /// <summary>Whether the format is for dates and times.</summary>
    public bool IsTemporal => format is not null;

    public int WriteDate(int days, Span<byte> target) => format!.Write(new(days, 0, 0, 0), target);

    public int WriteDateTime(long seconds, int nanoseconds, int? offsetMinutes, Span<byte> target)
    {
        (seconds, nanoseconds) = Cut(seconds, nanoseconds);

        // A time of day of 24:00 is not converted to the next day.
        var moment = column.Type == ResultColumnType.Time && seconds is >= 0 and <= 86_400
            ? new CalendarDateTime(0, (int)seconds, nanoseconds, 0)
            : CalendarDateTime.FromInstant(seconds, nanoseconds, offsetMinutes ?? OffsetAt(seconds));
        return format!.Write(moment, target);
    }

    /// <summary>Cuts digits like the text without a format: towards zero, which before 1970 is a later time.</summary>
    private (long Seconds, int Nanoseconds) Cut(long seconds, int nanoseconds)
    {
        var over = nanoseconds % _cut;
        nanoseconds -= over;
        if (over > 0 && seconds < 0)
        {
            nanoseconds += _cut;
        }

        return nanoseconds == PowersOfTen[9] ? (seconds + 1, 0) : (seconds, nanoseconds);
    }

    private int OffsetAt(long seconds)
    {
        if (column.Type != ResultColumnType.TimestampLtz)
        {
            return 0;
        }

        // The rules of a time zone are known for the years 1 to 9999; outside of them, the nearest known rule applies.
        var known = DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, MinSeconds, MaxSeconds));
        return (int)zone.GetUtcOffset(known).TotalMinutes;
    }
}
