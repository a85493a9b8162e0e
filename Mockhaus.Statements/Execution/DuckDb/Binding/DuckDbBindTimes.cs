using System.Globalization;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Converts the dates and times of bindings in the SQL API. Nanoseconds since 1970-01-01 for the years 1 to 9999 exceed a
/// long.</summary>
internal static class DuckDbBindTimes
{
    private const long NanosecondsPerMicrosecond = 1_000;

    private static readonly long FirstMicrosecond = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long LastMicrosecond = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long FirstDay = FirstMicrosecond / (24 * 60 * 60 * 1_000_000L);
    private static readonly long LastDay = LastMicrosecond / (24 * 60 * 60 * 1_000_000L);

    /// <summary>Converts milliseconds to days, rounded down.</summary>
    public static int Days(string milliseconds)
    {
        var days = Floor(Parse(milliseconds), 86_400_000);
        return days >= FirstDay && days <= LastDay ? (int)days : throw new OverflowException();
    }

    /// <summary>Converts nanoseconds to microseconds, rounded down.</summary>
    public static long Microseconds(string nanoseconds)
    {
        var micros = Floor(Parse(nanoseconds), NanosecondsPerMicrosecond);
        return micros >= FirstMicrosecond && micros <= LastMicrosecond ? (long)micros : throw new OverflowException();
    }

    /// <summary>Whether the value has digits beyond microseconds.</summary>
    public static bool HasNano(string nanoseconds) => TryParse(nanoseconds, out var value) && value % NanosecondsPerMicrosecond != 0;

    /// <summary>Whether the value fits in TIMESTAMP_NS, whose largest and smallest values are DuckDB's infinities.</summary>
    public static bool FitsNano(string nanoseconds) =>
        TryParse(nanoseconds, out var value) && value < long.MaxValue && value > -long.MaxValue;

    private static Int128 Floor(Int128 value, long divisor)
    {
        var (quotient, rest) = Int128.DivRem(value, divisor);
        return rest < 0 ? quotient - 1 : quotient;
    }

    private static Int128 Parse(string value) => TryParse(value, out var number) ? number : throw new FormatException();

    private static bool TryParse(string value, out Int128 number) =>
        Int128.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
