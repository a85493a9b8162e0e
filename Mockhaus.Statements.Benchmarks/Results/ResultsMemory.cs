using System.Globalization;
using Mockhaus.Statements.Stress;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>
/// The memory that one statement needs, over what its process had before, to write 1 GB of JSON to a DuckDB file, as the query makes
/// it. Each shape has a process of its own, so that nothing that another has left is taken for idle.
/// </summary>
internal static class ResultsMemory
{
    private const int Megabytes = 1024;

    public static WorstOfShapes Benchmark { get; } = new("results.memory", 256, BenchmarkUnit.Megabytes, async (shape, quick, progress) =>
    {
        var megabytes = quick ? Megabytes / 8 : Megabytes;
        progress($"{megabytes} MB");
        using var process = new OwnProcess(MemoryWork.Verb, shape.Name, megabytes.ToString(CultureInfo.InvariantCulture));
        var found = await process.ReadAsync()
            ?? throw new InvalidOperationException($"The process for {shape.Name} ended without an answer.");
        var number = found.Split(' ')[0];
        return Measurement.Of([double.Parse(number, CultureInfo.InvariantCulture)], found[(number.Length + 1)..]);
    });
}
