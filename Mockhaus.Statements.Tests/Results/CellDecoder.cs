using System.Globalization;
using System.Numerics;
using System.Text;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>What the documented texts of cells mean (docs/types.md), worked out with big integers and without a line of the library.</summary>
internal static class CellDecoder
{
    private static readonly BigInteger Billion = BigInteger.Pow(10, 9);

    /// <summary>A number as its digits at a scale; null for a text that is none of that scale.</summary>
    public static BigInteger? Unscaled(string text, int scale)
    {
        var digits = text.TrimStart('-');
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var isPlain = text.Length - digits.Length <= 1 && digits.All(character => char.IsAsciiDigit(character) || character == '.');
        var isScale = scale == 0 ? point < 0 : point > 0 && digits.Length - point - 1 == scale;
        return isPlain && isScale
            ? BigInteger.Parse(digits.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * (text[0] == '-' ? -1 : 1)
            : null;
    }

    /// <summary>A number of seconds as nanoseconds.</summary>
    public static BigInteger? Nanoseconds(string text, int scale) => Unscaled(text, scale) * BigInteger.Pow(10, 9 - scale);

    /// <summary>A timestamp with its offset as nanoseconds and minutes.</summary>
    public static (BigInteger? Nanoseconds, int Minutes) NanosecondsAndOffset(string text, int scale)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return (Nanoseconds(text[..space], scale), int.Parse(text[(space + 1)..], CultureInfo.InvariantCulture) - 1440);
    }

    /// <summary>Whether a text is a real number, and no other is as near: by half of the value's last bit.</summary>
    public static bool IsReal(string text, double value)
    {
        if (!double.IsFinite(value))
        {
            return text == (double.IsNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf");
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7ff);
        var mantissa = (BigInteger)(bits & 0xf_ffff_ffff_ffff) + (exponent == 0 ? 0 : BigInteger.One << 52);
        var binary = Math.Max(exponent, 1) - 1075;

        var parts = text.TrimStart('-').Split('e');
        var digits = parts[0].Split('.');
        var fraction = digits.Length == 1 ? "" : digits[1];
        var decimalDigits = BigInteger.Parse(digits[0] + fraction, CultureInfo.InvariantCulture);
        var ten = (parts.Length == 1 ? 0 : int.Parse(parts[1], CultureInfo.InvariantCulture)) - fraction.Length;

        var common = BigInteger.Pow(10, Math.Max(-ten, 0)) << Math.Max(-binary, 0);
        var shown = decimalDigits * BigInteger.Pow(10, Math.Max(ten, 0)) * common / BigInteger.Pow(10, Math.Max(-ten, 0));
        var unit = (common << Math.Max(binary, 0)) >> Math.Max(-binary, 0);
        return text.StartsWith('-') == (bits < 0) && 2 * BigInteger.Abs(shown - (mantissa * unit)) <= unit;
    }

    public static string Hexadecimal(byte[] bytes)
    {
        var text = new StringBuilder(2 * bytes.Length);
        foreach (var part in bytes)
        {
            text.Append("0123456789ABCDEF"[part / 16]).Append("0123456789ABCDEF"[part % 16]);
        }

        return text.ToString();
    }

    /// <summary>Nanoseconds as whole seconds, rounded down, and what is over.</summary>
    public static (long Seconds, int Nanoseconds) Split(BigInteger nanoseconds)
    {
        var over = ((nanoseconds % Billion) + Billion) % Billion;
        return ((long)((nanoseconds - over) / Billion), (int)over);
    }

    /// <summary>A decimal as its digits at a scale: out of its bits.</summary>
    public static BigInteger Unscaled(decimal value, int scale)
    {
        var bits = decimal.GetBits(value);
        var digits = (uint)bits[0] + ((BigInteger)(uint)bits[1] << 32) + ((BigInteger)(uint)bits[2] << 64);
        var own = (bits[3] >> 16) & 0xff;
        return digits * BigInteger.Pow(10, scale - own) * (bits[3] < 0 ? -1 : 1);
    }

    /// <summary>Days as year, month and day of the Gregorian calendar, counted out in its cycles of 400 years.</summary>
    public static (int Year, int Month, int Day) Date(long days)
    {
        // Counted from 0000-03-01, so that a leap day is the last of its year.
        var sinceMarch = days + 719_468;
        var (cycles, day) = (sinceMarch / 146_097, (int)(sinceMarch % 146_097));
        var year = (day - (day / 1_460) + (day / 36_524) - (day / 146_096)) / 365;
        var dayOfYear = day - ((365 * year) + (year / 4) - (year / 100));
        var month = ((5 * dayOfYear) + 2) / 153;
        var (shownMonth, shownDay) = (month < 10 ? month + 3 : month - 9, dayOfYear - (((153 * month) + 2) / 5) + 1);
        return ((int)(year + (400 * cycles) + (shownMonth <= 2 ? 1 : 0)), shownMonth, shownDay);
    }
}
