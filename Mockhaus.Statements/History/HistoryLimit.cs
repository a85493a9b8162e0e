namespace Mockhaus.Statements.History;

/// <summary>The size of a page.</summary>
internal static class HistoryLimit
{
    public const int Max = 10_000;

    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public static void ThrowIfInvalid(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, Max);
    }
}
