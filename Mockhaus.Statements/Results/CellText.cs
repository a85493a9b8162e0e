using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace Mockhaus.Statements.Results;

/// <summary>Numbers and times in Snowflake's text forms. Each returns how many bytes it has written.</summary>
internal static class CellText
{
    public const long NanosecondsPerSecond = 1_000_000_000;
    private const int FractionDigits = 9;

    public static int FormatDecimal(Int128 unscaled, int scale, Span<byte> text)
    {
        var length = 0;
        if (unscaled < 0)
        {
            text[length++] = (byte)'-';
            unscaled = -unscaled;
        }

        // Most decimals have few digits, and of 64 bits they are written four times as fast (measured).
        var magnitude = (UInt128)unscaled;
        int count;
        if (magnitude <= ulong.MaxValue)
        {
            Utf8Formatter.TryFormat((ulong)magnitude, text[length..], out count);
        }
        else
        {
            magnitude.TryFormat(text[length..], out count, default, CultureInfo.InvariantCulture);
        }

        return scale == 0 ? length + count : length + Point(text[length..], count, scale);
    }

    public static int FormatTimestamp(long seconds, int nanoseconds, int scale, Span<byte> text)
    {
        // The sign stands before the whole number: -1.5 s is second -2 and 500,000,000 ns here, and reads "-1.5".
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
        var fraction = text[length..(length + FractionDigits)];
        var rest = (uint)nanoseconds;
        for (var digit = FractionDigits - 1; digit >= 0; digit--)
        {
            (rest, var last) = Math.DivRem(rest, 10);
            fraction[digit] = (byte)('0' + last);
        }

        return length + scale;
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

    /// <summary>Puts the point into digits, and zeros where there are too few: at least one digit stands before it.</summary>
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
