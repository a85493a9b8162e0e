using System.Data.Common;

namespace Mockhaus.Statements.Engine;

/// <summary>The errors that the engine itself ends statements with, and those that it refuses submissions with.</summary>
internal static class EngineErrors
{
    public static StatementError Shutdown { get; } = new(
        StatementErrorCodes.Shutdown, "57P01", "The server stopped before the statement ended. Submit it again.");

    public static StatementError NotStarted { get; } = new(
        StatementErrorCodes.ResultNotStored, "58030", "The store did not take the statement, so it did not run. Submit it again when the store is back.");

    public static StatementError ResultNotStored { get; } = new(
        StatementErrorCodes.ResultNotStored,
        "58030",
        "The store did not take the result. The statement may have had its effect; submit it again if it may run twice.");

    public static StatementError NotRecorded { get; } = new(
        StatementErrorCodes.HistoryUnavailable,
        "58030",
        "The history, which has to record the statement first, was unavailable, so the statement did not run. Submit it again later.");

    public static StatementError OwnerLost { get; } = new(
        StatementErrorCodes.OwnerLost,
        "57P02",
        "The server that ran the statement is gone. Whether the statement had an effect is not known; submit it again if it may run twice.");

    public static StatementError TimedOut(TimeSpan timeout) => new(
        StatementErrorCodes.Timeout,
        "57014",
        $"Statement reached its statement or warehouse timeout of {(long)Math.Ceiling(timeout.TotalSeconds)} second(s) and was canceled.");

    public static StatementError From(Exception exception) => exception switch
    {
        StatementFailedException failed => failed.Error,
        OutOfMemoryException or { InnerException: OutOfMemoryException } => new(
            StatementErrorCodes.OutOfMemory,
            "53200",
            "The server had not enough memory for the statement. It may have had its effect; ask for less, or submit it again when the server has less to do."),
        StatementStoreException => ResultNotStored,
        StatementLimitException limit => new(StatementErrorCodes.RequestTooLarge, "54000", limit.Message),
        DbException database => new(
            StatementErrorCodes.ExecutionFailed, database.SqlState is { Length: 5 } state ? state : "58000", database.Message),
        _ => new(StatementErrorCodes.ExecutionFailed, "58000", $"The executor ended with {exception.GetType().Name}: {exception.Message}"),
    };

    public static StatementConflictException HandleTaken(StatementHandle handle) =>
        new($"Statement handle {handle} is taken. Use another, or none.");

    public static StatementLimitException SessionFull(MockhausStatementsOptions options) =>
        new(nameof(options.Limits.MaxStatementsPerSession), options.Limits.MaxStatementsPerSession, options.Limits.MaxStatementsPerSession + 1L);
}
