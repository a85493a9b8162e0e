using System.Globalization;

namespace Mockhaus.Statements.History;

/// <summary>A position among entries that are numbered in the order in which they were appended.</summary>
internal static class HistoryPosition
{
    public static string Format(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <returns>The number below which a page begins, or null for the newest.</returns>
    /// <exception cref="ArgumentException">It is not a position.</exception>
    public static long? Parse(string? after) => after is null ? null
        : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Invalid();

    public static ArgumentException Invalid() =>
        new("After is not a position of this history. Pass HistoryPage.Next of the page before.");
}
