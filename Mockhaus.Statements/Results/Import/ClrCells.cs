using System.Globalization;

namespace Mockhaus.Statements.Results;

/// <summary>Writes CLR values that need a conversion for the row writer.</summary>
internal static class ClrCells
{
    private const int MaxDecimalScale = 28;
    private static readonly Int128[] PowersOfTen = Powers();
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    public static void WriteDate(RowWriter row, DateOnly value) => row.WriteDate(value.DayNumber - EpochDay);

    public static void WriteTime(RowWriter row, long ticks) => row.WriteTime(ticks * TimeSpan.NanosecondsPerTick);

    public static void WriteDateTime(RowWriter row, DateTime value)
    {
        var (seconds, nanoseconds) = SinceEpoch(value.Ticks);
        row.WriteTimestamp(seconds, nanoseconds);
    }

    public static void WriteInstant(RowWriter row, DateTimeOffset value)
    {
        var (seconds, nanoseconds) = SinceEpoch(value.UtcTicks);
        row.WriteTimestamp(seconds, nanoseconds);
    }

    public static void WriteDateTimeOffset(RowWriter row, DateTimeOffset value)
    {
        var (seconds, nanoseconds) = SinceEpoch(value.UtcTicks);
        row.WriteTimestampTz(seconds, nanoseconds, value.TotalOffsetMinutes);
    }

    public static bool TryWriteDecimal(RowWriter row, decimal value, ResultColumn column)
    {
        var fits = TryUnscale(value, column, out var unscaled);
        if (fits)
        {
            row.WriteDecimal(unscaled);
        }

        return fits;
    }

    public static bool TryWriteWhole(RowWriter row, Int128 value, ResultColumn column)
    {
        var fits = TryUnscale(value, column, out var unscaled);
        if (fits)
        {
            row.WriteDecimal(unscaled);
        }

        return fits;
    }

    /// <summary>Converts a decimal to digits at the scale of the column; false when it does not fit.</summary>
    public static bool TryUnscale(decimal value, ResultColumn column, out Int128 unscaled)
    {
        // The maximum scale of a decimal. A larger factor would overflow.
        var scale = Math.Min(column.Scale ?? 0, MaxDecimalScale);
        var whole = decimal.Truncate(value);
        var fraction = (value - whole) * (decimal)PowersOfTen[scale];
        if (fraction != decimal.Truncate(fraction) || !TryUnscale((Int128)whole, column, out unscaled))
        {
            unscaled = default;
            return false;
        }

        unscaled += (Int128)fraction * PowersOfTen[(column.Scale ?? 0) - scale];
        return true;
    }

    public static bool TryUnscale(Int128 whole, ResultColumn column, out Int128 unscaled)
    {
        var scale = column.Scale ?? 0;
        var limit = PowersOfTen[(column.Precision ?? 38) - scale];
        var fits = whole < limit && whole > -limit;
        unscaled = fits ? whole * PowersOfTen[scale] : default;
        return fits;
    }

    private static (long Seconds, int Nanoseconds) SinceEpoch(long ticks)
    {
        // Ticks start at year 1, so the remainder is never negative and the seconds are rounded down.
        var (seconds, over) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return (seconds - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond), (int)(over * TimeSpan.NanosecondsPerTick));
    }

    private static Int128[] Powers()
    {
        var powers = new Int128[39];
        powers[0] = Int128.One;
        for (var exponent = 1; exponent < powers.Length; exponent++)
        {
            powers[exponent] = powers[exponent - 1] * 10;
        }

        return powers;
    }
}
