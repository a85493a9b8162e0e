using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace Mockhaus.Statements.Results;

/// <summary>Formats numbers and times in Snowflake's text forms. Each method returns the number of bytes written.</summary>
internal static class CellText
{
    public const long NanosecondsPerSecond = 1_000_000_000;
    private const int FractionDigits = 9;
    private const double Thousand = 1_000;

    public static int FormatDecimal(Int128 unscaled, int scale, Span<byte> text)
    {
        // Most decimals fit in 64 bits, which is four times as fast (measured).
        var (upper, lower) = ((long)(unscaled >> 64), (ulong)unscaled);
        var isNegative = upper < 0;
        if (isNegative)
        {
            text[0] = (byte)'-';
        }

        var digits = isNegative ? text[1..] : text;
        int count;
        if (upper == 0 || (upper == -1 && lower != 0))
        {
            Utf8Formatter.TryFormat(isNegative ? 0 - lower : lower, digits, out count);
        }
        else
        {
            ((UInt128)(isNegative ? -unscaled : unscaled)).TryFormat(digits, out count, default, CultureInfo.InvariantCulture);
        }

        return text.Length - digits.Length + (scale == 0 ? count : Point(digits, count, scale));
    }

    public static int FormatTimestamp(long seconds, int nanoseconds, int scale, Span<byte> text)
    {
        // The sign applies to the whole number: second -2 with 500,000,000 ns is written as "-1.5".
        var length = 0;
        var magnitude = (ulong)seconds;
        if (seconds < 0)
        {
            text[length++] = (byte)'-';
            (magnitude, nanoseconds) = nanoseconds == 0
                ? (0 - magnitude, 0)
                : (0 - (magnitude + 1), (int)(NanosecondsPerSecond - nanoseconds));
        }

        Utf8Formatter.TryFormat(magnitude, text[length..], out var written);
        length += written;
        if (scale == 0)
        {
            return length;
        }

        text[length++] = (byte)'.';
        var (millis, rest) = Math.DivRem((uint)nanoseconds, 1_000_000);
        var (micros, nanos) = Math.DivRem(rest, 1_000);
        var fraction = text[length..(length + FractionDigits)];
        WriteThree(fraction, millis);
        WriteThree(fraction[3..], micros);
        WriteThree(fraction[6..], nanos);
        return length + scale;
    }

    public static int FormatReal(double value, Span<byte> text)
    {
        // Most numbers have few digits after the decimal point and are written as a whole number, ten times as fast (measured).
        // With up to 15 digits, different decimals are different doubles, so this is the shortest form. Larger numbers have an exponent.
        var thousandths = value * Thousand;
        if (Math.Abs(thousandths) < Thousand * 1e12 && thousandths == Math.Truncate(thousandths) && thousandths / Thousand == value && value != 0)
        {
            return FormatThousandths((long)thousandths, text);
        }

        return FormatReal<double>(value, text);
    }

    public static int FormatReal<T>(T value, Span<byte> text)
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

    private static int FormatThousandths(long value, Span<byte> text)
    {
        var (whole, rest) = Math.DivRem((ulong)Math.Abs(value), (ulong)Thousand);
        var length = 0;
        if (value < 0)
        {
            text[length++] = (byte)'-';
        }

        Utf8Formatter.TryFormat(whole, text[length..], out var written);
        length += written;
        if (rest == 0)
        {
            return length;
        }

        text[length++] = (byte)'.';
        WriteThree(text[length..], (uint)rest);
        return length + (rest % 100 == 0 ? 1 : rest % 10 == 0 ? 2 : 3);
    }

    private static void WriteThree(Span<byte> text, uint value)
    {
        var (tens, ones) = Math.DivRem(value, 10);
        var (hundreds, rest) = Math.DivRem(tens, 10);
        text[2] = (byte)('0' + ones);
        text[1] = (byte)('0' + rest);
        text[0] = (byte)('0' + hundreds);
    }

    /// <summary>Inserts the decimal point into digits, with leading zeros so that at least one digit is before it.</summary>
    private static int Point(Span<byte> digits, int count, int scale)
    {
        if (count <= scale)
        {
            var zeros = scale + 1 - count;
            digits[..count].CopyTo(digits[zeros..]);
            digits[..zeros].Fill((byte)'0');
            count += zeros;
        }

        var before = count - scale;
        digits[before..count].CopyTo(digits[(before + 1)..]);
        digits[before] = (byte)'.';
        return count + 1;
    }
}
