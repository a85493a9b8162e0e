using Microsoft.Extensions.Logging;

namespace Mockhaus.Statements.Redis;

internal static partial class RedisLog
{
    [LoggerMessage(201, LogLevel.Warning, "Redis has not renewed this server's lease. When that lasts, others take it for dead and end its statements")]
    public static partial void HeartbeatFailed(ILogger logger, Exception exception);

    [LoggerMessage(202, LogLevel.Error, "Redis has lost what it held: statements are gone. It was emptied, or it was restarted without its append-only file")]
    public static partial void DataLost(ILogger logger);

    [LoggerMessage(203, LogLevel.Warning, "{Concern}")]
    public static partial void Concern(ILogger logger, string concern);
}
