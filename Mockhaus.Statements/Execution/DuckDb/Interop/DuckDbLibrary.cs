using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>DuckDB's native library, which this library does not bring: a host that works with stores in memory and executors of its own does not need it.</summary>
/// <remarks>
/// It is tried once in a process, before DuckDB.NET is used: without the library, DuckDB.NET 1.5.6.1 says so to its first caller alone; calls from
/// other threads wait for ever (measured).
/// </remarks>
internal static class DuckDbLibrary
{
    /// <summary>What to do without it.</summary>
    public const string Advice =
        "Reference the package DuckDB.NET.Data.Full in the host: it brings the library for each platform. On Linux the library needs libstdc++.so.6.";

    private static readonly Lazy<Exception?> Failure = new(Try);

    /// <summary>Loads the library.</summary>
    /// <exception cref="DllNotFoundException">It is missing.</exception>
    public static void Load()
    {
        if (Failure.Value is { } failure)
        {
            // In one line: the runtime lists each path that it has tried.
            throw new DllNotFoundException($"DuckDB's native library could not be loaded. {Advice}", failure);
        }
    }

    private static Exception? Try()
    {
        try
        {
            Startup.DuckDBLibraryVersion();
            return null;
        }
        catch (Exception exception) when (
            exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException)
        {
            return exception;
        }
    }
}
