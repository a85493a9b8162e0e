using Microsoft.Extensions.Logging;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>The log messages of the library. None contains SQL, bindings or session ids; failures contain codes. docs/diagnostics.md lists
/// them.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Statement {Handle} failed with {Code} ({Cause})")]
    public static partial void StatementFailed(ILogger logger, StatementHandle handle, string code, string cause);

    [LoggerMessage(2, LogLevel.Error, "Statement {Handle} could not be run; it ends as Failed")]
    public static partial void RunFailed(ILogger logger, StatementHandle handle, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "The terminal state of statement {Handle} could not be stored; the next attempt is in {Pause}")]
    public static partial void EndNotStored(ILogger logger, StatementHandle handle, TimeSpan pause, Exception exception);

    [LoggerMessage(4, LogLevel.Debug, "Purge: {Expired} statements expired, {Removed} tombstones removed")]
    public static partial void Swept(ILogger logger, int expired, int removed);

    [LoggerMessage(5, LogLevel.Warning, "The purge failed; expired statements are kept until the next one")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "{Count} executors did not stop within {Limit} after their cancellation; the shutdown continues without them")]
    public static partial void ShutdownTimedOut(ILogger logger, int count, TimeSpan limit);

    [LoggerMessage(7, LogLevel.Warning, "The owner of statement {Handle} is lost; the statement has ended as Failed")]
    public static partial void OwnerLost(ILogger logger, StatementHandle handle);

    [LoggerMessage(8, LogLevel.Debug, "The state of statement {Handle} could not be read from the store; the next poll reads it again")]
    public static partial void FollowFailed(ILogger logger, StatementHandle handle, Exception exception);

    [LoggerMessage(9, LogLevel.Debug, "Statement {Handle} has ended as {Status} ({Code})")]
    public static partial void StatementEnded(ILogger logger, StatementHandle handle, StatementStatus status, string code);

    [LoggerMessage(10, LogLevel.Information, "The {Rows} rows of statement {Handle} were evicted to keep all results within {Limit} bytes")]
    public static partial void RowsEvicted(ILogger logger, StatementHandle handle, long rows, long limit);

    [LoggerMessage(11, LogLevel.Information, "An idle session has ended; {Removed} of its statements were removed")]
    public static partial void SessionIdledOut(ILogger logger, int removed);

    [LoggerMessage(12, LogLevel.Warning, "A listener of the spans or instruments of statement {Handle} threw; the statement continues")]
    public static partial void ListenerFailed(ILogger logger, StatementHandle handle, Exception exception);

    [LoggerMessage(13, LogLevel.Warning, "Statement {Handle} could not be stored; further failures are logged only after a statement was stored")]
    public static partial void NotStored(ILogger logger, StatementHandle handle, Exception exception);

    [LoggerMessage(14, LogLevel.Warning, "Not all statements of lost owners could be ended; the next pass tries again")]
    public static partial void LostNotEnded(ILogger logger, Exception exception);

    [LoggerMessage(15, LogLevel.Warning, "The lease could not be released; other servers treat this one as lost when the lease expires")]
    public static partial void LeaseNotReturned(ILogger logger, Exception exception);

    [LoggerMessage(16, LogLevel.Information, "Hand-over completed: {Copied} statements copied, {AlreadyThere} already at the target, {Live} live ones skipped, {Failed} not copied")]
    public static partial void HandedOver(ILogger logger, int copied, int alreadyThere, int live, int failed);

    [LoggerMessage(17, LogLevel.Warning, "The hand-over was stopped after {Done} of {Total} statements: it exceeded {Limit}, or the shutdown timeout of the host")]
    public static partial void HandOverTimedOut(ILogger logger, int done, int total, TimeSpan limit);

    [LoggerMessage(18, LogLevel.Warning, "The hand-over failed after {Done} of {Total} statements; the others are not copied")]
    public static partial void HandOverFailed(ILogger logger, int done, int total, Exception exception);

    [LoggerMessage(19, LogLevel.Warning, "The executor failed on statement {Handle}, not because of its SQL; the statement ends with {Code}")]
    public static partial void ExecutorFailed(ILogger logger, StatementHandle handle, string code, Exception exception);

    [LoggerMessage(20, LogLevel.Warning, "The result of statement {Handle} could not be stored; the statement ends with {Code}")]
    public static partial void ResultNotStored(ILogger logger, StatementHandle handle, string code, Exception exception);

    [LoggerMessage(21, LogLevel.Warning, "Configuration key {Key} has no effect, because no option is read from it. {Advice}")]
    public static partial void UnknownOption(ILogger logger, string key, string advice);

    [LoggerMessage(22, LogLevel.Debug, "A session was full; {Expired} of its finished statements expired to keep it within its limit of {Limit}")]
    public static partial void RoomMade(ILogger logger, int expired, int limit);

    [LoggerMessage(23, LogLevel.Warning, "The history is unavailable; entries wait, and the oldest are dropped when too many do")]
    public static partial void HistoryUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(24, LogLevel.Information, "The history is available again")]
    public static partial void HistoryIsBack(ILogger logger);

    [LoggerMessage(25, LogLevel.Warning, "{Lost} history entries were lost, because the history was unavailable")]
    public static partial void HistoryLost(ILogger logger, long lost);

    [LoggerMessage(26, LogLevel.Debug, "{Removed} history entries were removed because of their age or number; {Bytes} bytes remain")]
    public static partial void HistoryTrimmed(ILogger logger, long removed, long bytes);

    [LoggerMessage(27, LogLevel.Information, "The history of {What} was erased: {Erased} entries")]
    public static partial void HistoryErased(ILogger logger, string what, long erased);
}
