using System.Globalization;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The decimal type that holds each of some numbers: BIGINT where that will do, otherwise as few digits as hold all.</summary>
internal readonly record struct DecimalType(bool IsInt64, int WholeDigits, byte Scale)
{
    private const int MaxDigits = 38;

    /// <summary>The least number that has too many digits.</summary>
    public static readonly Int128 Limit = Int128.Parse("1" + new string('0', MaxDigits), CultureInfo.InvariantCulture);

    public byte Precision => (byte)Math.Min(MaxDigits, Math.Max(1, WholeDigits + Scale));

    /// <summary>The shape of all values that are numbers; what is none is found when it is used.</summary>
    public static DecimalType From(IReadOnlyList<string?> values)
    {
        var (isInt64, whole, scale) = (true, 0, 0);
        foreach (var value in values)
        {
            if (value is null || long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                whole = Math.Max(whole, value?.TrimStart('+', '-').TrimStart('0').Length ?? 0);
            }
            else if (TryParse(value, out var unscaled, out var digits))
            {
                isInt64 = false;
                whole = Math.Max(whole, DigitsOf(unscaled) - digits);
                scale = Math.Max(scale, digits);
            }
        }

        return new(isInt64, whole, (byte)Math.Min(scale, MaxDigits));
    }

    /// <summary>A number as its digits, and how many of them stand behind the point.</summary>
    public static (Int128 Unscaled, int Scale) Parse(string value) =>
        TryParse(value, out var unscaled, out var scale) ? (unscaled, scale) : throw new FormatException();

    /// <summary>The digits of a number as this shape has them.</summary>
    public Int128 Rescale(Int128 unscaled, int scale)
    {
        for (; scale < Scale; scale++)
        {
            unscaled = checked(unscaled * 10);
        }

        return scale > Scale || WholeDigits + Scale > MaxDigits ? throw new OverflowException() : unscaled;
    }

    /// <summary>Whether it is a number that this library can hand over exactly.</summary>
    public static bool IsNumber(string value) => TryParse(value, out _, out _);

    public static int DigitsOf(Int128 value) =>
        value == 0 ? 0 : Int128.Abs(value).ToString(CultureInfo.InvariantCulture).Length;

    private static bool TryParse(string value, out Int128 unscaled, out int scale)
    {
        var point = value.IndexOf('.', StringComparison.Ordinal);
        scale = point < 0 ? 0 : value.Length - point - 1;
        unscaled = 0;
        return point == value.LastIndexOf('.')
            && Int128.TryParse(value.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out unscaled)
            && scale <= MaxDigits
            && unscaled > -Limit
            && unscaled < Limit;
    }
}
