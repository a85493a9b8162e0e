using System.Globalization;
using Mockhaus.Statements.Stress;
using Mockhaus.Statements.Stress.Soak;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>The file of a store after 20 generations with 100 MB that stay live, against a fresh file of the same live rows.</summary>
internal sealed class DuckDbSpace : IBenchmark
{
    public string Name => "duckdb.space";

    public double Bar => SoakSize.MostGrowth;

    public BenchmarkUnit Unit => BenchmarkUnit.Times;

    public async Task<Measurement> MeasureAsync(bool quick, Action<string> progress)
    {
        var folder = Directory.CreateTempSubdirectory("mockhaus-space");
        try
        {
            await using var run = new SoakRun(folder.FullName, quick
                ? new(4, SoakSize.UsualLive / 4, SoakSize.UsualPassing / 4)
                : new(SoakSize.UsualGenerations, SoakSize.UsualLive, SoakSize.UsualPassing));
            await run.RunAsync(reading => progress($"generation {reading.Generation}"));
            var (file, fresh) = await run.CompareAsync();
            return Measurement.Of(
                [(double)file / fresh],
                string.Create(CultureInfo.InvariantCulture, $"{file / ProcessMemory.MB:0} MB after {run.Readings.Count} generations, {fresh / ProcessMemory.MB:0} MB fresh"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
