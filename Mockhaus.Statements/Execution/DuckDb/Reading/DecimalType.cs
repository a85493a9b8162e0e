using System.Globalization;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The smallest decimal type for a set of numbers: BIGINT if possible, otherwise with as few digits as needed.</summary>
internal readonly record struct DecimalType(bool IsInt64, int WholeDigits, byte Scale)
{
    private const int MaxDigits = 38;

    /// <summary>The smallest number with too many digits.</summary>
    public static readonly Int128 Limit = Int128.Parse("1" + new string('0', MaxDigits), CultureInfo.InvariantCulture);

    public byte Precision => (byte)Math.Min(MaxDigits, Math.Max(1, WholeDigits + Scale));

    /// <summary>Determines the type for the values that are numbers. Other values are reported when they are converted.</summary>
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

    /// <summary>Parses a number to its digits and its scale.</summary>
    public static (Int128 Unscaled, int Scale) Parse(string value) =>
        TryParse(value, out var unscaled, out var scale) ? (unscaled, scale) : throw new FormatException();

    /// <summary>Converts the digits of a number to the scale of this type.</summary>
    public Int128 Rescale(Int128 unscaled, int scale)
    {
        for (; scale < Scale; scale++)
        {
            unscaled = checked(unscaled * 10);
        }

        return scale > Scale || WholeDigits + Scale > MaxDigits ? throw new OverflowException() : unscaled;
    }

    /// <summary>Whether a text is a number that can be passed exactly.</summary>
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
