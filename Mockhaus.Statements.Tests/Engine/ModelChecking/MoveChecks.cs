using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>Whether a move of a live statement is legal, and whether anybody has asked for it.</summary>
internal static class MoveChecks
{
    /// <summary>By how much a statement that has taken a request id over may be created ahead of a clock that stands still.</summary>
    private static readonly TimeSpan AheadOfClock = TimeSpan.FromMilliseconds(1);

    public static void Check(StoreModel model, StoreVisit visit, ModelStatement statement, Statement old)
    {
        var next = visit.Statement!;
        var isLegal = (old.Status, next.Status) is
            (StatementStatus.Submitted, StatementStatus.Running or StatementStatus.Failed or StatementStatus.Cancelled)
            or (StatementStatus.Running, StatementStatus.Succeeded or StatementStatus.Failed or StatementStatus.Cancelled);
        model.Require(isLegal, $"{visit}: there is no move from {old.Status} to {next.Status}");
        model.Require(
            next.Handle == old.Handle && next.SessionId == old.SessionId && next.Sql == old.Sql && next.RequestId == old.RequestId
                && next.CreatedAt == old.CreatedAt && next.TimeToLive == old.TimeToLive && next.Timeout == old.Timeout,
            $"{visit}: a move has changed what was submitted");
        model.Require(WasAskedFor(model, visit, statement, old), $"{visit}: nobody has asked for that ({next.Error})");
        if (next.IsFinished)
        {
            model.Require(
                (next.CompletedAt <= model.Now || next.CompletedAt == old.CreatedAt) && next.CompletedAt >= old.CreatedAt && next.ExpiresAt == next.CompletedAt + next.TimeToLive,
                $"{visit}: completed {next.CompletedAt:O}, expires {next.ExpiresAt:O}");
            model.Require(
                next.Status == StatementStatus.Succeeded ? next.Result?.RowCount == statement.Rows.Count : next.Result is null,
                $"{visit}: it has {next.Result?.RowCount} rows");
        }
        else
        {
            model.Require(next.ExpiresAt is null && (next.StartedAt <= model.Now || next.StartedAt == old.CreatedAt), $"{visit}: what is live does not expire");
        }
    }

    private static bool WasAskedFor(StoreModel model, StoreVisit visit, ModelStatement statement, Statement old) => visit.Statement! switch
    {
        { Status: StatementStatus.Running } => visit.Operation is null,
        { Status: StatementStatus.Succeeded } => visit.Operation is null && statement.Told == ModelEnd.Finish,
        { Status: StatementStatus.Cancelled } =>
            visit.Operation is { Verb: ModelVerb.Cancel or ModelVerb.EndSession } asked && asked.Session == statement.Session,
        { Error.Code: GatedExecutor.Failure } => visit.Operation is null && statement.Told == ModelEnd.Fail,
        { Error.Code: StatementErrorCodes.Timeout } timedOut =>
            visit.Operation is { Verb: ModelVerb.Clock } && timedOut.CompletedAt >= old.StartedAt + old.Timeout - AheadOfClock,
        { Error.Code: StatementErrorCodes.Shutdown } =>
            visit.Operation is { Verb: ModelVerb.Dispose } || (model.IsDisposing && visit.Operation is { Verb: ModelVerb.Submit }),
        _ => false,
    };
}
