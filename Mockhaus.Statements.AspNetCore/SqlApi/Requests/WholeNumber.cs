using System.Globalization;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Reads whole numbers in any notation: 60, 60.0, 6e1.</summary>
internal static class WholeNumber
{
    /// <summary>The largest range in which a double represents every whole number. No valid value is larger.</summary>
    private const double Limit = 1L << 53;

    /// <summary>Reads a number, clamped to a range above any limit of this API.</summary>
    public static bool TryRead(string text, out long number)
    {
        var isWhole = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsInteger(value);
        number = isWhole ? (long)Math.Clamp(value, -Limit, Limit) : 0;
        return isWhole;
    }
}
