using System.Text.Json;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>How a benchmark ended: with a measurement, or with the reason why there is none.</summary>
internal sealed record Outcome(IBenchmark Benchmark, Measurement? Measurement, string? Error)
{
    public bool Holds => Measurement is { } measurement && Benchmark.Unit.Holds(measurement.Value, Benchmark.Bar);

    public static async Task<Outcome> OfAsync(IBenchmark benchmark, bool quick)
    {
        try
        {
            return new(benchmark, await benchmark.MeasureAsync(quick, step => Console.Error.WriteLine($"{benchmark.Name}: {step}")), null);
        }
        catch (Exception exception)
        {
            // Whatever it was, the others still have something to say.
            await Console.Error.WriteLineAsync($"{benchmark.Name}: {exception}");
            return new(benchmark, null, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    /// <summary>The line of the table.</summary>
    public string ToLine()
    {
        var unit = Benchmark.Unit;
        var (value, spread, detail) = Measurement is { } measurement
            ? (unit.Show(measurement.Value), $"{unit.Show(measurement.Min)}..{unit.Show(measurement.Max)}", measurement.Detail)
            : ("-", "-", Error);
        return Line(Benchmark.Name, value, unit.ShowBar(Benchmark.Bar), Holds ? "yes" : "NO", spread, detail);
    }

    public static string Header() => Line("name", "value", "bar", "holds", "min..max", "");

    public async Task WriteAsync(string folder)
    {
        await using var file = File.Create(Path.Combine(folder, Benchmark.Name + ".json"));
        await using var json = new Utf8JsonWriter(file, new() { Indented = true });
        json.WriteStartObject();
        json.WriteString("name", Benchmark.Name);
        WriteNumber(json, "value", Measurement?.Value);
        json.WriteNumber("bar", Benchmark.Bar);
        json.WriteBoolean("holds", Holds);
        json.WriteString("unit", Benchmark.Unit.Name);
        json.WriteBoolean("moreIsBetter", Benchmark.Unit.MoreIsBetter);
        WriteNumber(json, "min", Measurement?.Min);
        WriteNumber(json, "max", Measurement?.Max);
        json.WriteNumber("rounds", Measurement?.Rounds ?? 0);
        json.WriteString("detail", Measurement?.Detail ?? Error);
        json.WriteEndObject();
    }

    private static string Line(string name, string value, string bar, string holds, string spread, string? detail) =>
        $"{name,-20} {value,12} {bar,12}  {holds,-5}  {spread,-22} {detail}".TrimEnd();

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
