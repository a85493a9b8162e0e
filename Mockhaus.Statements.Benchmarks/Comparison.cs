namespace Mockhaus.Statements.Benchmarks;

/// <summary>Two ways to do the same, run in turn in one process, so that a machine that slows down slows both.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Bar">How many times the speed of the other way is wanted.</param>
/// <param name="Count">How many operations a round has.</param>
/// <param name="Ours">Does that many operations.</param>
/// <param name="Theirs">Does that many operations the other way.</param>
internal sealed record Comparison(string Name, double Bar, int Count, Func<int, Task> Ours, Func<int, Task> Theirs)
{
    private const int Rounds = 9;
    private const int QuickRounds = 3;

    /// <summary>The median of the rounds' ratios, and the median speeds.</summary>
    public async Task<(double Ratio, double Ours, double Theirs)> MeasureAsync(bool quick)
    {
        var count = quick ? Count / 4 : Count;
        await Ours(count);
        await Theirs(count);
        var rounds = new List<(double Ours, double Theirs)>();
        for (var round = 0; round < (quick ? QuickRounds : Rounds); round++)
        {
            rounds.Add((await TimeAsync(Ours, count), await TimeAsync(Theirs, count)));
        }

        return (Median(rounds.Select(r => r.Ours / r.Theirs)), Median(rounds.Select(r => r.Ours)), Median(rounds.Select(r => r.Theirs)));
    }

    private static async Task<double> TimeAsync(Func<int, Task> operation, int count)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var start = TimeProvider.System.GetTimestamp();
        await operation(count);
        return count / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
