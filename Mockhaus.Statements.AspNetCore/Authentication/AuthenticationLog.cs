using Microsoft.Extensions.Logging;

namespace Mockhaus.Statements.AspNetCore.Authentication;

/// <summary>What is told of requests that are refused: never a token, nor what stands in one.</summary>
internal static partial class AuthenticationLog
{
    [LoggerMessage(1, LogLevel.Information, "A request is refused as {Error}: {Reason}")]
    public static partial void Refused(ILogger logger, SqlApiAuthenticationError error, string reason);
}
