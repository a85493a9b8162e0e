namespace Mockhaus.Statements.Benchmarks;

/// <summary>What a benchmark has measured.</summary>
/// <param name="Value">The median of the rounds.</param>
/// <param name="Min">The smallest of the rounds.</param>
/// <param name="Max">The largest of the rounds.</param>
/// <param name="Rounds">How many rounds there were, without those to warm up.</param>
/// <param name="Detail">What stands behind the value, for a person.</param>
internal sealed record Measurement(double Value, double Min, double Max, int Rounds, string Detail)
{
    // Rounded here, so that whoever compares the published value with the bar comes to the same answer.
    private const int Digits = 4;

    public static Measurement Of(IReadOnlyCollection<double> rounds, string detail) => new(
        Math.Round(Median(rounds), Digits), Math.Round(rounds.Min(), Digits), Math.Round(rounds.Max(), Digits), rounds.Count, detail);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
