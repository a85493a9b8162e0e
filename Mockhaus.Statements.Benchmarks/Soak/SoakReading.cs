using System.Globalization;

namespace Mockhaus.Statements.Benchmarks.Soak;

/// <summary>How things stand after a generation. Sizes in bytes.</summary>
internal sealed record SoakReading(int Generation, long File, long Memory, int Live, int Statements)
{
    private const double MB = 1024 * 1024;

    public static string Header { get; } = $"{"generation",-12}{"file MB",10}{"memory MB",12}{"live MB",10}{"statements",12}";

    /// <summary>What a process has for itself alone, its files not counted.</summary>
    public static long PrivateMemory()
    {
        BenchmarkRounds.CleanUp();
        const string Status = "/proc/self/status";
        var line = System.IO.File.Exists(Status) ? Array.Find(System.IO.File.ReadAllLines(Status), line => line.StartsWith("RssAnon:", StringComparison.Ordinal)) : null;
        return line is null
            ? Environment.WorkingSet
            : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Generation,-12}{File / MB,10:0.0}{Memory / MB,12:0.0}{Live,10}{Statements,12}");
}
