using Microsoft.Extensions.Logging;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>Every message of the library. SQL, bindings and tokens are in none of them; failures name codes.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Statement {Handle} failed with {Code} ({Cause})")]
    public static partial void StatementFailed(ILogger logger, StatementHandle handle, string code, string cause);

    [LoggerMessage(2, LogLevel.Error, "Statement {Handle} could not be run")]
    public static partial void RunFailed(ILogger logger, StatementHandle handle, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "The end of statement {Handle} could not be stored; trying again in {Pause}")]
    public static partial void EndNotStored(ILogger logger, StatementHandle handle, TimeSpan pause, Exception exception);

    [LoggerMessage(4, LogLevel.Debug, "Swept: {Expired} expired, {Removed} tombstones removed")]
    public static partial void Swept(ILogger logger, int expired, int removed);

    [LoggerMessage(5, LogLevel.Warning, "Sweeping failed; what has expired is not given back until the next pass")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "Statement {Handle} was left live by a manager that is gone; it has ended as failed")]
    public static partial void OwnerLost(ILogger logger, StatementHandle handle);

    [LoggerMessage(8, LogLevel.Debug, "What others have done to statement {Handle} could not be asked; the next round asks again")]
    public static partial void FollowFailed(ILogger logger, StatementHandle handle, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "{Count} executors did not heed their token within {Limit}")]
    public static partial void ShutdownTimedOut(ILogger logger, int count, TimeSpan limit);
}
