using System.Globalization;

namespace Mockhaus.SampleServer;

/// <summary>How many files the process may have open, and has; connections are files too. Known on Linux only.</summary>
internal static class OpenFiles
{
    /// <summary>For assemblies, which are opened when their code first runs (two descriptors each), and for DuckDB's files.</summary>
    private const int Reserve = 48;

    private const int LeastConnections = 4;

    /// <summary>The limit of the system, or null where there is none that can be read.</summary>
    public static int? Limit()
    {
        try
        {
            // Max open files            1024                 524288               files
            return File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) is { } line
                && int.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture, out var limit)
                ? limit
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>How many connections there is room for beside what is open now and what the server opens later.</summary>
    public static int ConnectionsWithin(int limit) => Math.Max(LeastConnections, limit - Reserve - Directory.GetFiles("/proc/self/fd").Length);
}
