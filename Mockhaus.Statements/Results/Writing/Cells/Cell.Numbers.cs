using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mockhaus.Statements.Results;

/// <content>Numbers.</content>
internal readonly ref partial struct Cell
{
    // A sign, 39 digits (the maximum of an Int128) and a decimal point.
    private const int MaxNumberLength = 41;
    private const int MaxScale = 38;
    private const int MaxDecimalScale = 28;
    private static readonly UInt128 MaxDecimalDigits = (UInt128.One << 96) - 1;

    private bool IsNumber => _column.Type is ResultColumnType.Fixed or ResultColumnType.Real;

    public long GetInt64()
    {
        var text = Expect(_column.Type == ResultColumnType.Fixed);
        return Utf8Parser.TryParse(text, out long value, out var read) && read == text.Length
            ? value
            : (long)Whole(text, long.MinValue, long.MaxValue);
    }

    public int GetInt32() => (int)GetWhole(int.MinValue, int.MaxValue);

    public Int128 GetInt128() => GetWhole(Int128.MinValue, Int128.MaxValue);

    /// <summary>Reads a whole number within limits.</summary>
    public Int128 GetWhole(Int128 min, Int128 max, [CallerMemberName] string getter = "") =>
        Whole(Expect(_column.Type == ResultColumnType.Fixed, getter), min, max);

    /// <summary>Reads the digits of a number without the decimal point, at the scale of its column.</summary>
    public Int128 GetUnscaled()
    {
        var (digits, scale) = Digits(Expect(_column.Type == ResultColumnType.Fixed));
        for (; scale < (_column.Scale ?? 0); scale++)
        {
            digits = Int128.Abs(digits) <= Int128.MaxValue / 10
                ? digits * 10
                : throw DoesNotFit("an Int128 at its column's scale", "Read it as text (GetString).");
        }

        return scale == (_column.Scale ?? 0)
            ? digits
            : throw DoesNotFit($"its column's scale of {_column.Scale ?? 0}", "Read it as text (GetString).");
    }

    public decimal GetDecimal()
    {
        var (digits, scale) = Digits(Expect(_column.Type == ResultColumnType.Fixed));
        var magnitude = (UInt128)(digits < 0 ? -digits : digits);
        while (scale > MaxDecimalScale || magnitude > MaxDecimalDigits)
        {
            // Trailing zeros come from the scale of the column, not from the value.
            var (tenth, last) = UInt128.DivRem(magnitude, 10);
            (magnitude, scale) = scale > 0 && last == 0
                ? (tenth, scale - 1)
                : throw DoesNotFit("a decimal's 28 digits", "Read it as Int128, by its digits (GetUnscaled), or as text (GetString).");
        }

        return new((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), digits < 0, (byte)scale);
    }

    public double GetDouble()
    {
        var text = Expect(IsNumber);
        return Infinite(text) is { } infinite ? infinite
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
            : throw Malformed();
    }

    public float GetFloat()
    {
        var text = Expect(IsNumber);
        if (Infinite(text) is { } infinite)
        {
            return (float)infinite;
        }

        return !float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? throw Malformed()
            : float.IsFinite(value) ? value
            : throw DoesNotFit("a float", "Read it as double.");
    }

    private static double? Infinite(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("NaN"u8) ? double.NaN
        : text.SequenceEqual("inf"u8) ? double.PositiveInfinity
        : text.SequenceEqual("-inf"u8) ? double.NegativeInfinity
        : null;

    private Int128 Whole(ReadOnlySpan<byte> text, Int128 min, Int128 max)
    {
        var (whole, scale) = Digits(text);
        for (; scale > 0; scale--)
        {
            (whole, var last) = Int128.DivRem(whole, 10);
            if (last != 0)
            {
                throw DoesNotFit("a whole number", "Read it as decimal, by its digits (GetUnscaled), or as text (GetString).");
            }
        }

        return whole >= min && whole <= max
            ? whole
            : throw DoesNotFit($"between {min} and {max}", "Read it as a wider whole number, as decimal, or as text (GetString).");
    }

    private (Int128 Digits, int Scale) Digits(ReadOnlySpan<byte> text)
    {
        var point = text.IndexOf((byte)'.');
        var scale = point < 0 ? 0 : text.Length - point - 1;
        if (text.Length > MaxNumberLength || scale > MaxScale || (point >= 0 && scale == 0))
        {
            throw Malformed();
        }

        Span<byte> digits = stackalloc byte[MaxNumberLength];
        var before = point < 0 ? text.Length : point;
        text[..before].CopyTo(digits);
        text[(text.Length - scale)..].CopyTo(digits[before..]);
        return Int128.TryParse(digits[..(before + scale)], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? (value, scale)
            : throw Malformed();
    }
}
