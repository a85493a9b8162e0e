namespace Mockhaus.SampleServer;

/// <summary>Every message of the sample server itself. docs/diagnostics.md lists them beside the library's.</summary>
internal static partial class SampleLog
{
    [LoggerMessage(301, LogLevel.Warning, "{Count} connections were refused: {Most} may be open at once, as the process may open {Limit} files. Raise that limit (ulimit -n)")]
    public static partial void ConnectionsRefused(ILogger logger, int count, int most, int limit);
}
