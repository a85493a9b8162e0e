using System.Globalization;

namespace Mockhaus.Statements.Results;

/// <summary>Parses decimal numbers exactly, with up to the digits of a column. Nothing is rounded.</summary>
internal static class TextNumbers
{
    private const int MaxDigits = 38;

    /// <summary>Reads <c>-12.50</c> or <c>1.2e3</c> at the scale of the column.</summary>
    public static bool TryUnscale(ReadOnlySpan<char> text, ResultColumn column, out Int128 unscaled)
    {
        unscaled = default;
        Span<char> digits = stackalloc char[MaxDigits];
        return TryRead(text, digits, out var count, out var power, out var isNegative)
            && TryShift(digits[..count], power + (column.Scale ?? 0), column.Precision ?? MaxDigits, isNegative, out unscaled);
    }

    /// <summary>Parses the nearest floating point number; also <c>NaN</c>, <c>inf</c> and <c>Infinity</c>, in any case.</summary>
    public static bool TryReal(ReadOnlySpan<char> text, out double number)
    {
        number = text switch
        {
            _ when text.Equals("NaN", StringComparison.OrdinalIgnoreCase) => double.NaN,
            _ when IsInfinity(text.TrimStart('+')) => double.PositiveInfinity,
            ['-', .. var rest] when IsInfinity(rest) => double.NegativeInfinity,
            _ => 0,
        };

        // A number that is too large for a double would be parsed as infinity.
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return number != 0 || (double.TryParse(text, Style, CultureInfo.InvariantCulture, out number) && double.IsFinite(number));
    }

    /// <summary>The same for a number that a floating point number represents with all digits: 0.1, but not 9007199254740993.</summary>
    public static bool TryRealExactly(ReadOnlySpan<char> text, out double number)
    {
        if (!TryReal(text, out number))
        {
            return false;
        }

        Span<char> shown = stackalloc char[MaxDigits];
        return !double.IsFinite(number)
            || (number.TryFormat(shown, out var length, "R", CultureInfo.InvariantCulture) && IsSame(text, shown[..length]));
    }

    private static bool IsSame(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        Span<char> digits = stackalloc char[MaxDigits];
        Span<char> otherDigits = stackalloc char[MaxDigits];
        return TryRead(one, digits, out var count, out var power, out var isNegative)
            && TryRead(other, otherDigits, out var otherCount, out var otherPower, out var isOtherNegative)
            && digits[..count].SequenceEqual(otherDigits[..otherCount])
            && (count == 0 || (power == otherPower && isNegative == isOtherNegative));
    }

    private static bool IsInfinity(ReadOnlySpan<char> text) =>
        text.Equals("inf", StringComparison.OrdinalIgnoreCase) || text.Equals("infinity", StringComparison.OrdinalIgnoreCase);

    /// <summary>The digits of a number without leading and trailing zeros, and its power of ten.</summary>
    private static bool TryRead(ReadOnlySpan<char> text, Span<char> digits, out int count, out int power, out bool isNegative)
    {
        (count, power, isNegative) = (0, 0, text is ['-', ..]);
        text = text is ['-' or '+', ..] ? text[1..] : text;
        if (text.IndexOfAny('e', 'E') is >= 0 and var end)
        {
            if (!int.TryParse(text[(end + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power)
                || Math.Abs((long)power) > short.MaxValue)
            {
                return false;
            }

            text = text[..end];
        }

        return TryCollect(text, digits, out count, ref power);
    }

    /// <summary>Collects the digits without the decimal point and without leading and trailing zeros.</summary>
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

            // Zeros only count when a digit follows, and not before the first digit.
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
