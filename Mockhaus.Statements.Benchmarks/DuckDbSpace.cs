using System.Globalization;
using Mockhaus.Statements.Benchmarks.Soak;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>The file of a store after 20 generations with 100 MB that stay live, against a fresh file of the same live rows.</summary>
internal sealed class DuckDbSpace : IBenchmark
{
    public const int Generations = 20;

    /// <summary>In MB, and statements.</summary>
    public const int Live = 102;

    /// <summary>The same in each generation.</summary>
    public const int Passing = 64;
    public const double Most = 3;

    public string Name => "duckdb.space";

    public double Bar => Most;

    public BenchmarkUnit Unit => BenchmarkUnit.Times;

    public async Task<Measurement> MeasureAsync(bool quick, Action<string> progress)
    {
        var folder = Directory.CreateTempSubdirectory("mockhaus-space");
        try
        {
            await using var run = new SoakRun(folder.FullName, quick ? new(4, Live / 4, Passing / 4) : new(Generations, Live, Passing));
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
