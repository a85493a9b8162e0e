using System.Numerics;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>Columns of dates and times.</summary>
internal static class TypedTimes
{
    private const long Min = -62_135_596_800;
    private const long Max = 253_402_300_799;
    private const long Day = 86_400;
    private static readonly BigInteger Billion = BigInteger.Pow(10, 9);
    private static readonly int[] Offsets = [0, 1, -1, 90, -90, 420, 330, -720, 840, -840, 841, -841, 1440, -1440];

    public static TypedColumn Date() => TypedColumn.Of(
        new("date", ResultColumnType.Date),
        [0, 1, -1, -719_162, -719_163, 2_932_896, 2_932_897, 20_735, -25_567, 11_016, int.MaxValue, int.MinValue],
        random => random.Next(-719_162, 2_932_897),
        days =>
        {
            var fits = days is >= -719_162 and <= 2_932_896;
            return new(
                days,
                row => row.WriteDate(days),
                text => CellDecoder.Unscaled(text, 0) == days,
                (row, i) => fits
                    ? IsDate(row.GetDate(i), days) && row.GetDateTime(i).TimeOfDay == TimeSpan.Zero && IsDate(DateOnly.FromDateTime(row.GetDateTime(i)), days)
                    : TypedCell.Refuses(() => row.GetDate(i)) && TypedCell.Refuses(() => row.GetDateTime(i)),
                fits ? natural => natural is DateOnly date && IsDate(date, days) : null);
        });

    public static TypedColumn Time(int scale) => TypedColumn.Of(
        ResultColumn.Temporal($"time_{scale}", ResultColumnType.Time, scale),
        new BigInteger[] { 0, 1, 99, 100, (Day * Billion) - 1, Day * Billion, 45_296_123_456_789 }.Select(value => AtScale(value, scale)),
        random => AtScale(random.NextInt64(Day * 1_000_000_000), scale),
        value =>
        {
            var (seconds, nanoseconds) = CellDecoder.Split(value);
            var fits = seconds < Day;
            var ticks = (long)(value / 100);
            return new(
                value,
                row => row.WriteTime((long)value),
                text => CellDecoder.Nanoseconds(text, scale) == value,
                (row, i) => row.GetTimestamp(i) == new ResultTimestamp(seconds, nanoseconds, null) && row.Get<TimeSpan>(i).Ticks == ticks
                    && (fits ? row.GetTime(i).Ticks == ticks : TypedCell.Refuses(() => row.GetTime(i))),
                fits ? natural => natural is TimeOnly time && time.Ticks == ticks : null);
        });

    public static TypedColumn Timestamp(ResultColumnType type, int scale) => TypedColumn.Of(
        ResultColumn.Temporal($"{type}_{scale}", type, scale),
        Moments(scale),
        random => (At: AtScale(Moment(random), scale), Offset: random.Next(3) == 0 ? random.Next(-1440, 1441) : Offsets[random.Next(Offsets.Length)]),
        value => OfTimestamp(value.At, value.Offset, type, scale));

    private static TypedCell OfTimestamp(BigInteger at, int offset, ResultColumnType type, int scale)
    {
        var (seconds, nanoseconds) = CellDecoder.Split(at);
        var isTz = type == ResultColumnType.TimestampTz;
        var isNtz = type == ResultColumnType.TimestampNtz;
        var shown = isTz ? offset : 0;
        var fits = seconds is >= Min and <= Max;
        var fitsLocal = fits && Math.Abs(shown) <= 840 && seconds + (60 * shown) is >= Min and <= Max;
        var ticks = fits ? ((seconds + (719_162 * Day)) * 10_000_000) + (nanoseconds / 100) : 0;
        return new(
            (at, offset),
            row =>
            {
                if (isTz)
                {
                    row.WriteTimestampTz(seconds, nanoseconds, offset);
                }
                else
                {
                    row.WriteTimestamp(seconds, nanoseconds);
                }
            },
            text => isTz ? CellDecoder.NanosecondsAndOffset(text, scale) == (at, offset) : CellDecoder.Nanoseconds(text, scale) == at,
            (row, i) => row.GetTimestamp(i) == new ResultTimestamp(seconds, nanoseconds, isTz ? offset : null)
                && (fits ? IsDateTime(row.GetDateTime(i)) && row.GetDateTime(i).Kind == (isNtz ? DateTimeKind.Unspecified : DateTimeKind.Utc) : TypedCell.Refuses(() => row.GetDateTime(i)))
                && (fitsLocal && !isNtz ? IsDateTimeOffset(row.GetDateTimeOffset(i)) : TypedCell.Refuses(() => row.GetDateTimeOffset(i)))
                && TypedCell.Refuses(() => row.GetDate(i)),
            isNtz
                ? fits ? natural => natural is DateTime time && IsDateTime(time) : null
                : fitsLocal ? natural => natural is DateTimeOffset time && IsDateTimeOffset(time) : null);

        bool IsDateTime(DateTime time) =>
            time.Ticks == ticks && IsDate(DateOnly.FromDateTime(time), (seconds - (((seconds % Day) + Day) % Day)) / Day);

        bool IsDateTimeOffset(DateTimeOffset time) => time.UtcTicks == ticks && time.Offset.TotalMinutes.Equals(shown);
    }

    private static IEnumerable<(BigInteger At, int Offset)> Moments(int scale)
    {
        long[] seconds = [0, -1, 1, Min, Min - 1, Max, Max + 1, 1_791_549_296, -2_208_988_800, 1L << 40, -1L << 40, 951_782_400];
        int[] nanoseconds = [0, 1, 99, 100, 500_000_000, 123_456_789, 999_999_999];
        return seconds.SelectMany(
            second => nanoseconds.Select((nanosecond, i) => (AtScale((second * Billion) + nanosecond, scale), Offsets[i + (second % 2 == 0 ? 0 : 7)])));
    }

    private static BigInteger Moment(Random random) => random.Next(2) == 0
        ? (random.NextInt64(Min, Max + 1) * Billion) + random.Next(1_000_000_000)
        : random.NextInt64(-2_000_000_000, 2_000_000_000);

    /// <summary>Digits beyond the scale would be cut; which way is told by the tests of texts.</summary>
    private static BigInteger AtScale(BigInteger nanoseconds, int scale) => nanoseconds - (nanoseconds % BigInteger.Pow(10, 9 - scale));

    private static bool IsDate(DateOnly date, long days) => (date.Year, date.Month, date.Day) == CellDecoder.Date(days);
}
