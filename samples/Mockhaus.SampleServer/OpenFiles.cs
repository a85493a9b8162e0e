using System.Globalization;

namespace Mockhaus.SampleServer;

/// <summary>The limit of open files of the process, and how many it has open. Connections count as files. Available on Linux only.</summary>
internal static class OpenFiles
{
    /// <summary>Descriptors for assemblies, which are opened when their code first runs (two each), and for DuckDB's files.</summary>
    private const int Reserve = 48;

    private const int LeastConnections = 4;

    /// <summary>The limit of the system, or null where it cannot be read.</summary>
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

    /// <summary>The number of connections that fit beside the files that are open now and those that the server opens later.</summary>
    public static int ConnectionsWithin(int limit) => Math.Max(LeastConnections, limit - Reserve - Directory.GetFiles("/proc/self/fd").Length);
}
