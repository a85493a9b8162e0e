using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Loads DuckDB's native library, which is not part of this package: a host with in-memory stores and its own executors does not
/// need it.</summary>
/// <remarks>
/// Loaded once for each process, before DuckDB.NET is used: when the library is missing, DuckDB.NET 1.5.6.1 only reports it to the first
/// caller, and calls from other threads wait indefinitely (measured).
/// </remarks>
internal static class DuckDbLibrary
{
    /// <summary>What to do when it is missing.</summary>
    public const string Advice =
        "Reference the package DuckDB.NET.Data.Full in the host: it contains the library for each platform. On Linux the library needs libstdc++.so.6.";

    private static readonly Lazy<Exception?> Failure = new(Try);

    /// <summary>Loads the library.</summary>
    /// <exception cref="DllNotFoundException">The library is missing.</exception>
    public static void Load()
    {
        if (Failure.Value is { } failure)
        {
            // In one line, because the runtime lists every path that it has tried.
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
