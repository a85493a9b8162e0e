using System.Globalization;

namespace Mockhaus.Statements.Results;

/// <summary>Parses dates and times in ISO 8601 form with up to nine digits of a second, which .NET's own types do not support.</summary>
internal static class TextTimes
{
    private const int DateLength = 10;
    private const int SecondsPerDay = 86_400;
    private const int MaxOffsetMinutes = 1440;
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
    private static readonly string[] ClockForms = ["HH:mm:ss", "HH:mm"];

    /// <summary>Reads <c>2026-01-02</c>.</summary>
    public static bool TryDate(ReadOnlySpan<char> text, out int days)
    {
        var isDate = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        days = date.DayNumber - EpochDay;
        return isDate;
    }

    /// <summary>Reads <c>12:34</c>, <c>12:34:56</c> and <c>12:34:56.123456789</c>.</summary>
    public static bool TryClock(ReadOnlySpan<char> text, out int seconds, out int nanoseconds)
    {
        nanoseconds = 0;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var isClock = TimeOnly.TryParseExact(whole, ClockForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        seconds = (int)(time.Ticks / TimeSpan.TicksPerSecond);
        return isClock && (point < 0 || (whole.Length == "HH:mm:ss".Length && TryFraction(text[(point + 1)..], out nanoseconds)));
    }

    /// <summary>Reads <c>2026-01-02 03:04:05.678</c>, also with a T, with an offset after it, or the date alone.</summary>
    public static bool TryTimestamp(ReadOnlySpan<char> text, out long seconds, out int nanoseconds, out int? offsetMinutes)
    {
        (seconds, nanoseconds, offsetMinutes) = (0, 0, null);
        if (text.Length < DateLength || !TryDate(text[..DateLength], out var days))
        {
            return false;
        }

        seconds = (long)days * SecondsPerDay;
        var rest = text[DateLength..];
        if (rest.IsEmpty)
        {
            return true;
        }

        var zone = rest.IndexOfAny("Z+-");
        if (zone >= 0)
        {
            if (!TryZone(rest[zone..], out var minutes))
            {
                return false;
            }

            offsetMinutes = minutes;
            rest = rest[..zone].TrimEnd(' ');
        }

        if (rest is not ['T' or ' ', ..] || !TryClock(rest[1..], out var clock, out nanoseconds))
        {
            return false;
        }

        seconds += clock - (60L * (offsetMinutes ?? 0));
        return true;
    }

    /// <summary>Reads <c>Z</c>, <c>+05</c>, <c>+0530</c> and <c>+05:30</c>.</summary>
    private static bool TryZone(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z")
        {
            return true;
        }

        var minute = text.Length switch
        {
            3 => "00".AsSpan(),
            5 => text[3..],
            6 when text[3] == ':' => text[4..],
            _ => default,
        };
        if (!int.TryParse(minute, NumberStyles.None, CultureInfo.InvariantCulture, out minutes)
            || !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || minutes > 59)
        {
            return false;
        }

        minutes += 60 * hours;
        var fits = minutes <= MaxOffsetMinutes;
        minutes = text[0] == '-' ? -minutes : minutes;
        return fits;
    }

    private static bool TryFraction(ReadOnlySpan<char> digits, out int nanoseconds)
    {
        if (digits.Length is 0 or > 9 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out nanoseconds))
        {
            nanoseconds = 0;
            return false;
        }

        for (var length = digits.Length; length < 9; length++)
        {
            nanoseconds *= 10;
        }

        return true;
    }
}
