using System.Globalization;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Moments as the SQL API binds them: nanoseconds since 1970-01-01, from year 1 to 9999, which are more than a long holds.</summary>
internal static class DuckDbBindTimes
{
    private const long NanosecondsPerMicrosecond = 1_000;

    private static readonly long FirstMicrosecond = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long LastMicrosecond = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long FirstDay = FirstMicrosecond / (24 * 60 * 60 * 1_000_000L);
    private static readonly long LastDay = LastMicrosecond / (24 * 60 * 60 * 1_000_000L);

    /// <summary>The days of a number of milliseconds, rounded down.</summary>
    public static int Days(string milliseconds)
    {
        var days = Floor(Parse(milliseconds), 86_400_000);
        return days >= FirstDay && days <= LastDay ? (int)days : throw new OverflowException();
    }

    /// <summary>The microseconds of a number of nanoseconds, rounded down.</summary>
    public static long Microseconds(string nanoseconds)
    {
        var micros = Floor(Parse(nanoseconds), NanosecondsPerMicrosecond);
        return micros >= FirstMicrosecond && micros <= LastMicrosecond ? (long)micros : throw new OverflowException();
    }

    /// <summary>Whether there are digits that microseconds do not have.</summary>
    public static bool HasNano(string nanoseconds) => TryParse(nanoseconds, out var value) && value % NanosecondsPerMicrosecond != 0;

    /// <summary>Whether TIMESTAMP_NS holds it; its greatest and least values are DuckDB's infinities.</summary>
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
