namespace Mockhaus.Statements.Results;

/// <summary>How the cells of one column are written, where that is not Snowflake's text without a format.</summary>
/// <param name="column">The column.</param>
/// <param name="format">Its format; null for bytes in Base64.</param>
/// <param name="zone">The session's zone.</param>
internal sealed class ColumnFormat(ResultColumn column, OutputFormat? format, TimeZoneInfo zone)
{
    private const long MinSeconds = -62_135_596_800;
    private const long MaxSeconds = 253_402_300_799;
    private static readonly int[] PowersOfTen = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>How many digits of a second are cut.</summary>
    private readonly int _cut = PowersOfTen[9 - Math.Clamp(column.Scale ?? 0, 0, 9)];

    /// <summary>As <see cref="ResultColumn.OutputFormat"/> says it.</summary>
    public string Text => format?.Text ?? ResultSettings.Base64;

    /// <summary>How many bytes a date or a time has at most.</summary>
    public int MaxLength => format?.MaxLength ?? 0;

    /// <summary>Whether dates and times are written by it.</summary>
    public bool IsTemporal => format is not null;

    public int WriteDate(int days, Span<byte> target) => format!.Write(new(days, 0, 0, 0), target);

    public int WriteDateTime(long seconds, int nanoseconds, int? offsetMinutes, Span<byte> target)
    {
        (seconds, nanoseconds) = Cut(seconds, nanoseconds);

        // A time of day does not go on to the next day: it may be 24:00.
        var moment = column.Type == ResultColumnType.Time && seconds is >= 0 and <= 86_400
            ? new CalendarDateTime(0, (int)seconds, nanoseconds, 0)
            : CalendarDateTime.FromInstant(seconds, nanoseconds, offsetMinutes ?? OffsetAt(seconds));
        return format!.Write(moment, target);
    }

    /// <summary>Cuts digits where the text without a format does: towards zero, and so to a later moment before 1970.</summary>
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

        // A zone's rules are known from year 1 to 9999; before and after, the nearest that is known counts.
        var known = DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, MinSeconds, MaxSeconds));
        return (int)zone.GetUtcOffset(known).TotalMinutes;
    }
}
