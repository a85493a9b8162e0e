namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>Something that is measured for results of each shape. The worst counts, and the detail has all of them.</summary>
/// <param name="name">The name in the table.</param>
/// <param name="bar">What the worst is held against.</param>
/// <param name="unit">What is measured.</param>
/// <param name="measure">Measures one shape.</param>
internal sealed class WorstOfShapes(
    string name, double bar, BenchmarkUnit unit, Func<ResultShape, bool, Action<string>, Task<Measurement>> measure) : IBenchmark
{
    /// <summary>For each shape and side: each has code of its own.</summary>
    public static TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(3);

    public string Name => name;

    public double Bar => bar;

    public BenchmarkUnit Unit => unit;

    public async Task<Measurement> MeasureAsync(bool quick, Action<string> progress)
    {
        var found = new List<(ResultShape Shape, Measurement Measurement)>();
        foreach (var shape in ResultShape.All)
        {
            found.Add((shape, await measure(shape, quick, step => progress($"{shape.Name}, {step}"))));
        }

        var all = found.Select(entry => entry.Measurement).OrderBy(measurement => measurement.Value).ToList();
        var details = found.Select(entry => $"{entry.Shape.Name} {unit.Show(entry.Measurement.Value)} ({entry.Measurement.Detail})");
        return (unit.MoreIsBetter ? all[0] : all[^1]) with { Detail = string.Join(", ", details) };
    }
}
