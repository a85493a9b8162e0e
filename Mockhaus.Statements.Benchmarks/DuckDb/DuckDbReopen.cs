using System.Globalization;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stress;

namespace Mockhaus.Statements.Benchmarks.DuckDb;

/// <summary>Opening a file of 1,000,000 finished statements, until the first of them is found.</summary>
internal sealed class DuckDbReopen : IBenchmark
{
    public string Name => "duckdb.reopen";

    public double Bar => 1_000;

    public BenchmarkUnit Unit => BenchmarkUnit.Milliseconds;

    public async Task<Measurement> MeasureAsync(bool quick, Action<string> progress)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("statements.db");
        var handles = await LargeFile.MakeAsync(path, 1_000_000, progress);
        var rounds = new List<double>();
        for (var round = 0; round <= BenchmarkRounds.Count(quick); round++)
        {
            ProcessMemory.CleanUp();
            var start = TimeProvider.System.GetTimestamp();
            var store = new DuckDbStatementStore(new() { Path = path });
            _ = await store.FindAsync(handles[round], CancellationToken.None) ?? throw new InvalidOperationException("The first is gone.");
            var time = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
            await store.DisposeAsync();
            progress(string.Create(CultureInfo.InvariantCulture, $"round {round}: {time:0} ms"));
            if (round > 0)
            {
                rounds.Add(time);
            }
        }

        return Measurement.Of(rounds, string.Create(CultureInfo.InvariantCulture, $"a file of {new FileInfo(path).Length / 1048576} MB"));
    }
}
