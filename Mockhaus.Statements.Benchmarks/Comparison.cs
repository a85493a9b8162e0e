using System.Globalization;
using Mockhaus.Statements.Stress;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>Two ways to do the same, run in turn in one process, so that a machine that slows down slows both.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Bar">How many times the speed of the other way is wanted.</param>
/// <param name="Count">How many operations a round has.</param>
/// <param name="Ours">Does that many operations and tells how long they took, without setting up and clearing away.</param>
/// <param name="Theirs">Does as many operations the other way.</param>
internal sealed record Comparison(
    string Name, double Bar, int Count, Func<int, Task<TimeSpan>> Ours, Func<int, Task<TimeSpan>> Theirs) : IBenchmark
{
    public BenchmarkUnit Unit => BenchmarkUnit.Ratio;

    /// <summary>How much an operation counts in the detail, and of what. The value is a ratio, whatever it is.</summary>
    public (double Amount, string Of) Each { get; init; } = (1, "");

    /// <summary>How long each side does what it does before it is measured, at least once: the runtime compiles again what runs often.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>How many rounds there are, unless it has to be quick.</summary>
    public int Rounds { get; init; } = BenchmarkRounds.Count(quick: false);

    public async Task<Measurement> MeasureAsync(bool quick, Action<string> progress)
    {
        var count = quick ? Math.Max(1, Count / 4) : Count;
        var rounds = quick ? BenchmarkRounds.Count(quick) : Rounds;
        progress("warming up");
        await WarmUpAsync(Ours, count, quick);
        await WarmUpAsync(Theirs, count, quick);
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            progress($"round {round + 1} of {rounds}");

            // Who begins changes too: whoever comes second may find the machine warmer, or more tired.
            if (round % 2 == 0)
            {
                ours.Add(await SpeedAsync(Ours, count));
                theirs.Add(await SpeedAsync(Theirs, count));
            }
            else
            {
                theirs.Add(await SpeedAsync(Theirs, count));
                ours.Add(await SpeedAsync(Ours, count));
            }
        }

        return Measurement.Of(
            [.. ours.Zip(theirs, (our, their) => our / their)],
            string.Create(CultureInfo.InvariantCulture, $"{Show(ours)} against {Show(theirs)}"));

        string Show(List<double> speeds) =>
            string.Create(CultureInfo.InvariantCulture, $"{Measurement.Median(speeds) * Each.Amount:0}{Each.Of}/s");
    }

    private async Task WarmUpAsync(Func<int, Task<TimeSpan>> way, int count, bool quick)
    {
        var time = TimeSpan.Zero;
        do
        {
            time += await way(count);
        }
        while (!quick && time < WarmUp);
    }

    private static async Task<double> SpeedAsync(Func<int, Task<TimeSpan>> way, int count)
    {
        ProcessMemory.CleanUp();
        return count / (await way(count)).TotalSeconds;
    }
}
