using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>What has to hold whatever the order in which threads came to run.</summary>
/// <param name="calls">All calls with their answers.</param>
/// <param name="quiet">The session in which nothing is released and nothing expires.</param>
/// <param name="servers">How many servers there were: of several, one can only ask another to cancel.</param>
/// <param name="losesWrites">Whether the store has failed now and then.</param>
internal sealed class ThreadedChecks(IReadOnlyList<ThreadedCall> calls, string quiet, int servers, bool losesWrites)
{
    private readonly Dictionary<StatementHandle, string> _leases = calls
        .Where(call => call is { Verb: ModelVerb.Submit, Answer: Statement })
        .Select(call => ((Statement)call.Answer!, call.Session))
        .GroupBy(submitted => submitted.Item1.Handle, submitted => submitted.Session)
        .ToDictionary(group => group.Key, group => group.Distinct().Single());

    public void Check()
    {
        foreach (var call in calls)
        {
            CheckAlone(call);
        }

        foreach (var shown in calls.SelectMany(call => call.Shown.Select(statement => (call, statement))).GroupBy(one => one.statement.Handle))
        {
            CheckStatement([.. shown]);
        }

        foreach (var submitted in calls.Where(call => call is { Verb: ModelVerb.Submit, Answer: Statement, Request.RequestId: not null }
            && call.Session == quiet).GroupBy(call => call.Request!.RequestId))
        {
            var handles = submitted.Select(call => ((Statement)call.Answer!).Handle).Distinct().ToList();
            Require(handles.Count == 1, $"request id {submitted.Key} of {quiet} has {handles.Count} statements");
        }
    }

    private void CheckAlone(ThreadedCall call)
    {
        var isOwn = _leases.TryGetValue(call.Handle, out var owner) && owner == call.Session;
        var isRight = call switch
        {
            { Thrown: StatementNotFoundException, Verb: ModelVerb.Get or ModelVerb.Wait or ModelVerb.ReadRows or ModelVerb.Release } =>
                !isOwn || call.Session != quiet || call.Verb == ModelVerb.Wait,
            { Thrown: StatementExpiredException } => isOwn && call.Session != quiet,
            { Thrown: StatementResultException, Verb: ModelVerb.ReadRows } => isOwn,
            { Thrown: StatementLimitException, Verb: ModelVerb.Submit } => true,
            { Thrown: StatementStoreException } => losesWrites,
            { Thrown: not null } => false,
            { Answer: CancelResult { Status: CancelStatus.NotFound, Statement: null } } => !isOwn || call.Session != quiet,
            { Answer: CancelResult { Status: CancelStatus.Cancelled, Statement.Status: StatementStatus.Cancelled } } => isOwn,
            { Answer: CancelResult { Status: CancelStatus.AlreadyFinished, Statement.IsFinished: true } } => isOwn,
            { Answer: CancelResult { Status: CancelStatus.Cancelling, Statement: { IsFinished: false, CancelRequestedAt: not null } } } =>
                isOwn && servers > 1,
            { Answer: CancelResult } => false,
            { Answer: List<string?> rows } => isOwn && rows.SequenceEqual(GatedExecutor.RowsOf(GatedExecutor.SqlOf(3, stubborn: false), call.Handle)),
            { Answer: Statement statement } => statement.SessionId == call.Session,
            { Answer: List<Statement> list } => list.TrueForAll(statement => statement.SessionId == call.Session),
            _ => true,
        };
        Require(isRight, $"{call}: {call.Thrown}");
    }

    private void CheckStatement(IReadOnlyList<(ThreadedCall Call, Statement Statement)> shown)
    {
        var finals = shown.Where(one => one.Statement.IsFinished).ToList();
        foreach (var (call, statement) in finals)
        {
            Require(StoreModel.IsSameEnd(finals[0].Statement, statement), $"{call} saw another end than {finals[0].Call}");
        }

        var cancelled = calls.Count(call => call.Answer is CancelResult { Status: CancelStatus.Cancelled } outcome
            && outcome.Statement!.Handle == shown[0].Statement.Handle);
        Require(cancelled <= 1, $"{cancelled} cancels of {shown[0].Statement.Handle} were told that they had done it");
        foreach (var (later, statement) in shown.Where(one => !one.Statement.IsFinished))
        {
            var known = shown.Where(one => one.Call.End < later.Begin).Select(one => one.Statement.Version).DefaultIfEmpty().Max();
            Require(statement.Version >= known, $"{later} saw version {statement.Version} after {known} was known");
        }
    }

    private static void Require(bool holds, string text)
    {
        if (!holds)
        {
            throw new ModelException(text);
        }
    }
}
