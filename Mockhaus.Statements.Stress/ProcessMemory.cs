using System.Diagnostics;
using System.Globalization;

namespace Mockhaus.Statements.Stress;

/// <summary>How much memory a process has for itself alone, its files not counted.</summary>
internal static class ProcessMemory
{
    public const double MB = 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Of this process, in bytes.</summary>
    public static long Private() => PrivateOf(Environment.ProcessId);

    /// <summary>In bytes.</summary>
    public static long PrivateOf(int processId)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status");
        var line = File.Exists(status) ? Array.Find(File.ReadAllLines(status), line => line.StartsWith("RssAnon:", StringComparison.Ordinal)) : null;
        if (line is not null)
        {
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }

        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64;
    }

    /// <summary>Leaves no rubbish of what ran before to what is measured next.</summary>
    public static void CleanUp()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
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
