using System.Globalization;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Whole numbers, also as languages write them whose numbers all have a fraction: 60, 60.0, 6e1.</summary>
internal static class WholeNumber
{
    /// <summary>Up to here a double counts in ones; nothing that is asked for is as large.</summary>
    private const double Limit = 1L << 53;

    /// <summary>Reads a number; one that is larger than any limit of this API becomes a large one.</summary>
    public static bool TryRead(string text, out long number)
    {
        var isWhole = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsInteger(value);
        number = isWhole ? (long)Math.Clamp(value, -Limit, Limit) : 0;
        return isWhole;
    }
}
