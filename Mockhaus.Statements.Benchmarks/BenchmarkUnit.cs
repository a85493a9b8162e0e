using System.Globalization;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>What a value is counted in.</summary>
/// <param name="Name">As it stands in the JSON.</param>
/// <param name="Suffix">As it stands behind a number in the table.</param>
/// <param name="MoreIsBetter">Whether the bar is the least that is wanted; otherwise it is the most that is allowed.</param>
internal sealed record BenchmarkUnit(string Name, string Suffix, bool MoreIsBetter)
{
    /// <summary>Our speed divided by the other way's.</summary>
    public static BenchmarkUnit Ratio { get; } = new("ratio", "x", MoreIsBetter: true);

    /// <summary>How long something takes.</summary>
    public static BenchmarkUnit Milliseconds { get; } = new("milliseconds", " ms", MoreIsBetter: false);

    /// <summary>How many times as much as the other way.</summary>
    public static BenchmarkUnit Times { get; } = new("times", "x", MoreIsBetter: false);

    /// <summary>How much memory or disk something takes.</summary>
    public static BenchmarkUnit Megabytes { get; } = new("megabytes", " MB", MoreIsBetter: false);

    public bool Holds(double value, double bar) => MoreIsBetter ? value >= bar : value <= bar;

    public string Show(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + Suffix;

    /// <summary>How the bar stands in the table. Nothing is less than none of what there should be more of: such a bar only reports.</summary>
    public string ShowBar(double bar) => MoreIsBetter && bar == 0 ? "-" : (MoreIsBetter ? ">= " : "<= ") + Show(bar);
}
