using Microsoft.Extensions.Logging;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>The log messages of the SQL API. None contains a token or its contents. docs/diagnostics.md lists them.</summary>
internal static partial class SqlApiLog
{
    public const string Category = "Mockhaus.Statements.AspNetCore";

    [LoggerMessage(101, LogLevel.Warning, "Fault injection is on: any client can inject faults and move the clock")]
    public static partial void FaultInjectionEnabled(ILogger logger);

    [LoggerMessage(102, LogLevel.Information, "A request was refused with {Error}: {Reason}")]
    public static partial void RequestRefused(ILogger logger, SqlApiAuthenticationError error, string reason);

    [LoggerMessage(103, LogLevel.Warning, "The response to a {Method} request was aborted and its connection closed: the server is out of memory")]
    public static partial void AnswerBrokenOff(ILogger logger, string method);
}
