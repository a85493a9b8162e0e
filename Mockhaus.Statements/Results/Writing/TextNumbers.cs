using System.Globalization;

namespace Mockhaus.Statements.Results.Writing;

/// <summary>Reads decimal numbers exactly, with as many digits as a column may have; nothing is rounded.</summary>
internal static class TextNumbers
{
    private const int MaxDigits = 38;

    /// <summary>Reads <c>-12.50</c> or <c>1.2e3</c> at the column's scale.</summary>
    public static bool TryUnscale(ReadOnlySpan<char> text, ResultColumn column, out Int128 unscaled)
    {
        unscaled = default;
        var isNegative = text is ['-', ..];
        text = text is ['-' or '+', ..] ? text[1..] : text;
        var power = column.Scale ?? 0;
        if (text.IndexOfAny('e', 'E') is >= 0 and var end)
        {
            if (!int.TryParse(text[(end + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
                || Math.Abs((long)exponent) > short.MaxValue)
            {
                return false;
            }

            text = text[..end];
            power += exponent;
        }

        Span<char> digits = stackalloc char[MaxDigits];
        return TryCollect(text, digits, out var count, ref power)
            && TryShift(digits[..count], power, column.Precision ?? MaxDigits, isNegative, out unscaled);
    }

    /// <summary>Collects the digits without the point, and without zeros at either end.</summary>
    private static bool TryCollect(ReadOnlySpan<char> text, Span<char> digits, out int count, ref int power)
    {
        count = 0;
        var point = text.IndexOf('.');
        if (text.Trim('.').IsEmpty || text.Length - 1 == point)
        {
            return false;
        }

        var zeros = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (i == point)
            {
                continue;
            }

            power -= point >= 0 && i > point ? 1 : 0;
            if (text[i] == '0')
            {
                zeros++;
                continue;
            }

            // Zeros count only once a digit follows; those before the first digit never do.
            var pending = count == 0 ? 0 : zeros;
            zeros = 0;
            if (!char.IsAsciiDigit(text[i]) || count + pending >= digits.Length)
            {
                return false;
            }

            digits.Slice(count, pending).Fill('0');
            count += pending;
            digits[count++] = text[i];
        }

        power += zeros;
        return true;
    }

    private static bool TryShift(ReadOnlySpan<char> digits, int power, int precision, bool isNegative, out Int128 unscaled)
    {
        unscaled = default;
        if (digits.IsEmpty)
        {
            return true;
        }

        if (power < 0 || digits.Length + power > precision)
        {
            return false;
        }

        unscaled = Int128.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        for (; power > 0; power--)
        {
            unscaled *= 10;
        }

        unscaled = isNegative ? -unscaled : unscaled;
        return true;
    }
}
