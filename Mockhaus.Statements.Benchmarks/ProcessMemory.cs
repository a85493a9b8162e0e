using System.Globalization;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>How much memory this process has for itself alone, its files not counted.</summary>
internal static class ProcessMemory
{
    public const double MB = 1024 * 1024;

    private const string Status = "/proc/self/status";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>In bytes.</summary>
    public static long Private()
    {
        var line = File.Exists(Status) ? Array.Find(File.ReadAllLines(Status), line => line.StartsWith("RssAnon:", StringComparison.Ordinal)) : null;
        return line is null
            ? Environment.WorkingSet
            : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    /// <summary>The most that it came to while something went on.</summary>
    public static async Task<long> PeakAsync(Task work)
    {
        var peak = Private();
        while (await Task.WhenAny(work, Task.Delay(Interval, TimeProvider.System)) != work)
        {
            peak = Math.Max(peak, Private());
        }

        await work;
        return Math.Max(peak, Private());
    }
}
