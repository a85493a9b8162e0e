using Microsoft.Extensions.Logging;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>Every message of the library. SQL, bindings and sessions are in none of them; failures name codes. docs/diagnostics.md lists them.</summary>
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

    [LoggerMessage(6, LogLevel.Warning, "{Count} executors did not heed their token within {Limit}")]
    public static partial void ShutdownTimedOut(ILogger logger, int count, TimeSpan limit);

    [LoggerMessage(7, LogLevel.Warning, "Statement {Handle} was left live by a manager that is gone; it has ended as failed")]
    public static partial void OwnerLost(ILogger logger, StatementHandle handle);

    [LoggerMessage(8, LogLevel.Debug, "What others have done to statement {Handle} could not be asked; the next round asks again")]
    public static partial void FollowFailed(ILogger logger, StatementHandle handle, Exception exception);

    [LoggerMessage(9, LogLevel.Debug, "Statement {Handle} has ended as {Status} ({Code})")]
    public static partial void StatementEnded(ILogger logger, StatementHandle handle, StatementStatus status, string code);

    [LoggerMessage(10, LogLevel.Information, "The {Rows} rows of statement {Handle} were given up to keep all results within {Limit} bytes")]
    public static partial void RowsGivenUp(ILogger logger, StatementHandle handle, long rows, long limit);

    [LoggerMessage(11, LogLevel.Information, "A session has idled out; {Removed} statements were removed with it")]
    public static partial void SessionIdledOut(ILogger logger, int removed);

    [LoggerMessage(12, LogLevel.Warning, "A listener to the spans or instruments of statement {Handle} threw; the statement goes on")]
    public static partial void ListenerFailed(ILogger logger, StatementHandle handle, Exception exception);

    [LoggerMessage(13, LogLevel.Warning, "Statement {Handle} could not be stored; this is told again only after one was")]
    public static partial void NotStored(ILogger logger, StatementHandle handle, Exception exception);

    [LoggerMessage(14, LogLevel.Warning, "What servers have left live that are gone could not all be ended; the next pass tries again")]
    public static partial void LostNotEnded(ILogger logger, Exception exception);

    [LoggerMessage(15, LogLevel.Warning, "The lease could not be given back; other servers find this one gone when it has run out")]
    public static partial void LeaseNotReturned(ILogger logger, Exception exception);

    [LoggerMessage(16, LogLevel.Information, "Handed over: {Copied} statements copied, {AlreadyThere} there already, {Live} live ones left out, {Failed} that cannot be copied")]
    public static partial void HandedOver(ILogger logger, int copied, int alreadyThere, int live, int failed);

    [LoggerMessage(17, LogLevel.Warning, "Handing over was cut short after {Done} of {Total} statements; it may take {Limit}, and no longer than the host lets it")]
    public static partial void HandOverTimedOut(ILogger logger, int done, int total, TimeSpan limit);

    [LoggerMessage(18, LogLevel.Warning, "Handing over failed after {Done} of {Total} statements")]
    public static partial void HandOverFailed(ILogger logger, int done, int total, Exception exception);

    [LoggerMessage(19, LogLevel.Warning, "The executor failed at statement {Handle}, for no fault of the SQL; the statement ends with {Code}")]
    public static partial void ExecutorFailed(ILogger logger, StatementHandle handle, string code, Exception exception);

    [LoggerMessage(20, LogLevel.Warning, "The result of statement {Handle} could not be stored; the statement ends with {Code}")]
    public static partial void ResultNotStored(ILogger logger, StatementHandle handle, string code, Exception exception);

    [LoggerMessage(21, LogLevel.Warning, "Configuration key {Key} has no effect, because no option is read from it. {Advice}")]
    public static partial void UnknownOption(ILogger logger, string key, string advice);

    [LoggerMessage(22, LogLevel.Debug, "A session was full; {Expired} of its finished statements expired to keep it within {Limit}")]
    public static partial void RoomMade(ILogger logger, int expired, int limit);
}
