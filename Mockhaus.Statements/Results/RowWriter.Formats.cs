using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace Mockhaus.Statements.Results;

/// <content>The texts of numbers and times.</content>
public sealed partial class RowWriter
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Writes a date.</summary>
    /// <param name="daysSinceEpoch">Days since 1970-01-01, negative before.</param>
    public void WriteDate(int daysSinceEpoch) => WriteInt64(daysSinceEpoch);

    /// <summary>Writes a time of day, at the column's scale.</summary>
    /// <param name="nanosecondsSinceMidnight">Nanoseconds, 0 to 86,400,000,000,000.</param>
    public void WriteTime(long nanosecondsSinceMidnight)
    {
        var (seconds, nanoseconds) = Math.DivRem(nanosecondsSinceMidnight, NanosecondsPerSecond);
        WriteTimestamp(seconds, (int)nanoseconds);
    }

    /// <summary>Writes a timestamp without offset, at the column's scale; digits beyond it are cut.</summary>
    /// <param name="secondsSinceEpoch">Whole seconds since 1970-01-01, rounded down, so negative before.</param>
    /// <param name="nanoseconds">What is over, 0 to 999,999,999.</param>
    public void WriteTimestamp(long secondsSinceEpoch, int nanoseconds)
    {
        Span<byte> text = stackalloc byte[48];
        WritePlain(text[..FormatTimestamp(secondsSinceEpoch, nanoseconds, ColumnScale, text)]);
    }

    /// <summary>Writes a timestamp with its offset, at the column's scale; digits beyond it are cut.</summary>
    /// <param name="secondsSinceEpoch">Whole seconds since 1970-01-01 UTC, rounded down, so negative before.</param>
    /// <param name="nanoseconds">What is over, 0 to 999,999,999.</param>
    /// <param name="offsetMinutes">Minutes east of UTC, -1440 to 1440.</param>
    public void WriteTimestampTz(long secondsSinceEpoch, int nanoseconds, int offsetMinutes)
    {
        Span<byte> text = stackalloc byte[64];
        var length = FormatTimestamp(secondsSinceEpoch, nanoseconds, ColumnScale, text);
        text[length++] = (byte)' ';
        Utf8Formatter.TryFormat(offsetMinutes + 1440, text[length..], out var written);
        WritePlain(text[..(length + written)]);
    }

    internal static int FormatDecimal(Int128 unscaled, int scale, Span<byte> text)
    {
        if (scale == 0)
        {
            unscaled.TryFormat(text, out var whole, default, CultureInfo.InvariantCulture);
            return whole;
        }

        // At least one digit stands before the point, so the digits are padded with zeros to scale + 1.
        Span<byte> digits = stackalloc byte[40];
        ((UInt128)(unscaled < 0 ? -unscaled : unscaled)).TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        var length = 0;
        if (unscaled < 0)
        {
            text[length++] = (byte)'-';
        }

        var before = count - scale;
        if (before <= 0)
        {
            text[length++] = (byte)'0';
        }
        else
        {
            digits[..before].CopyTo(text[length..]);
            length += before;
        }

        text[length++] = (byte)'.';
        for (var zeros = before; zeros < 0; zeros++)
        {
            text[length++] = (byte)'0';
        }

        digits[Math.Max(before, 0)..count].CopyTo(text[length..]);
        return length + count - Math.Max(before, 0);
    }

    internal static int FormatTimestamp(long seconds, int nanoseconds, int scale, Span<byte> text)
    {
        // The sign stands before the whole number: -1.5 s is second -2 and 500,000,000 ns here, and reads "-1.5".
        var length = 0;
        if (seconds < 0)
        {
            text[length++] = (byte)'-';
            (seconds, nanoseconds) = nanoseconds == 0
                ? (-seconds, 0)
                : (-(seconds + 1), (int)(NanosecondsPerSecond - nanoseconds));
        }

        Utf8Formatter.TryFormat(seconds, text[length..], out var written);
        length += written;
        if (scale == 0)
        {
            return length;
        }

        text[length++] = (byte)'.';
        Utf8Formatter.TryFormat(nanoseconds, text[length..], out _, new('D', 9));
        return length + scale;
    }

    private static int FormatReal<T>(T value, Span<byte> text)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        if (!T.IsFinite(value))
        {
            var name = T.IsNaN(value) ? "NaN"u8 : T.IsPositive(value) ? "inf"u8 : "-inf"u8;
            name.CopyTo(text);
            return name.Length;
        }

        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        text[..length].Replace((byte)'E', (byte)'e');
        return length;
    }
}
