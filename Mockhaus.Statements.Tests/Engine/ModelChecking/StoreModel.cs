using System.Collections.Concurrent;
using System.Globalization;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>What the statements of one program should look like, kept from the writes that the store says it has taken.</summary>
internal sealed class StoreModel(MockhausStatementsOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<StatementHandle, ModelStatement> _statements = new();
    private readonly ConcurrentDictionary<(string Session, string RequestId), ModelStatement> _holders = new();
    private readonly ConcurrentQueue<string> _history = new();
    private readonly ConcurrentQueue<string> _violations = new();

    public IEnumerable<ModelStatement> Statements => _statements.Values.OrderBy(statement => statement.Number);

    public IEnumerable<ModelStatement> Stored => Statements.Where(statement => statement.IsStored);

    public IReadOnlyCollection<string> History => _history;

    public IReadOnlyCollection<string> Violations => _violations;

    public DateTimeOffset Now => clock.GetUtcNow();

    public ModelStatement Expect(string session, StatementRequest request)
    {
        var statement = new ModelStatement(_statements.Count + 1, session, request);
        _statements[statement.Handle] = statement;
        return statement;
    }

    public ModelStatement? Find(StatementHandle handle) => _statements.GetValueOrDefault(handle);

    public ModelView ViewOf(ModelStatement? statement, string session) =>
        statement is null || statement.Session != session ? ModelView.Unknown : statement.ViewAt(Now, options.Retention.TombstoneRetention);

    public ModelView ViewAt(DateTimeOffset expiresAt) =>
        expiresAt + options.Retention.TombstoneRetention <= Now ? ModelView.Unknown : expiresAt <= Now ? ModelView.Expired : ModelView.Visible;

    public DateTimeOffset Refresh(Statement final, DateTimeOffset readAt)
    {
        var (slid, cap) = (readAt + final.TimeToLive, final.CompletedAt!.Value + options.Retention.MaxTimeToLive);
        return slid < cap ? slid : cap;
    }

    public void Note(string text) =>
        _history.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{Now - Samples.Start:hh\\:mm\\:ss\\.ffffff} {text}"));

    public void Violated(string text)
    {
        Note($"VIOLATED: {text}");
        _violations.Enqueue(text);
    }

    /// <summary>Whether the manager is being disposed: a submission that is late then ends its own statement.</summary>
    public bool IsDisposing { get; set; }

    public void Require(bool holds, string text)
    {
        if (!holds)
        {
            Violated(text);
        }
    }

    /// <summary>A call is about to be stopped before it is done.</summary>
    public static void Coming(StoreVisit visit)
    {
        if (visit is { Operation: null, Call: StoreOperation.Replace, Target: { } target })
        {
            target.IsTaken = true;
        }
    }

    /// <summary>A call is about to return. What the manager knows from then on it has to act on at once.</summary>
    public void Answered(StoreVisit visit)
    {
        if (visit.Target is not { } target)
        {
            return;
        }

        target.IsEnqueued |= visit is { Call: StoreOperation.Add, Written: true };
        var ended = visit.Found is { IsFinished: true };
        target.IsEnded |= visit switch
        {
            { Call: StoreOperation.Replace, Operation.Verb: ModelVerb.Release } => false,
            { Call: StoreOperation.Replace, Written: true } => ended,
            { Call: StoreOperation.Replace, Operation: null } => ended || visit.Found is null,
            { Call: StoreOperation.Replace, Statement.IsFinished: true } => ended,
            { Call: StoreOperation.Find, Operation: { Verb: ModelVerb.Cancel } cancel } =>
                ended && ViewOf(target, cancel.Session) == ModelView.Visible,

            // The manager follows its statements, and learns of an end before the one who has written it.
            { Call: StoreOperation.Find, Operation: null or { Verb: ModelVerb.Clock } } => ended || visit.Found is null,
            _ => false,
        };
    }

    public void Added(StoreVisit visit, StatementWrite write)
    {
        var (statement, next) = (visit.Target!, visit.Statement!);
        visit.Written = write.Written;
        var holder = HolderAt(next.SessionId, next.RequestId, next.CreatedAt);
        if (write.Written && holder is not null && MayHaveChanged(holder))
        {
            // It was there when the submission began, and the store has forgotten it since.
            holder = null;
        }

        var isTakenOver = holder is not null && next.RequestIdUse == RequestIdUse.Newest && next.CreatedAt > holder.Newest.CreatedAt;
        Require(
            write.Written == (holder is null || isTakenOver),
            $"{visit}: the request id is held by {holder?.Name ?? "nobody"}, but written is {write.Written}");
        if (!write.Written)
        {
            visit.Operation!.Holder = holder;
            Require(write.Current?.Handle == holder?.Handle, $"{visit}: {holder?.Name} holds the request id, told was {write.Current?.Handle}");
            return;
        }

        visit.Operation!.Wrote = true;
        Require(next is { Status: StatementStatus.Submitted, Version: 1 }, $"{visit}: a statement begins as Submitted with version 1");
        statement.Add(next);
        if (next.RequestId is not null)
        {
            _holders[(next.SessionId, next.RequestId)] = statement;
        }
    }

    public void LookedUp(StoreVisit visit, string session, string requestId) =>
        visit.Operation!.Holder = HolderAt(session, requestId, visit.Operation.StartedAt);

    public void Replaced(StoreVisit visit, long expectedVersion, StatementWrite write)
    {
        (visit.Written, visit.Found) = (write.Written, write.Current);
        if (visit.Target is not { IsStored: true } statement)
        {
            Require(!write.Written, $"{visit}: there is no such statement");
            return;
        }

        var (old, next) = (statement.Newest, visit.Statement!);
        if (!write.Written)
        {
            Require(
                MayHaveChanged(statement) || old.Version != expectedVersion,
                $"{visit}: version {expectedVersion} stood there, and the write was refused");
            Require(
                write.Current is null || write.Current.Version >= old.Version,
                $"{visit}: it lost against version {write.Current?.Version}, but {old.Version} stood there");
            return;
        }

        Require(!statement.IsRemoved, $"{visit}: it had been removed");
        Require(
            statement.IsSwept || (old.Version == expectedVersion && next.Version == expectedVersion + 1),
            $"{visit}: {expectedVersion} was expected, but version {old.Version} ({old.Status}) stood there and is lost");
        if (statement.Final is { } final)
        {
            Require(
                visit.Operation is { Verb: ModelVerb.Release } release && release.Session == statement.Session
                    && IsSameEnd(final, next) && next is { Sql: "", Result: null },
                $"{visit}: it was {final.Status} for good");
            visit.Operation!.Wrote = true;
            statement.Add(next);
            return;
        }

        MoveChecks.Check(this, visit, statement, old);
        if (next.IsFinished)
        {
            statement.End(next, visit.Operation);
        }
        else
        {
            statement.Add(next);
        }
    }

    public void Slid(StoreVisit visit, long expectedVersion, DateTimeOffset expiresAt)
    {
        if (visit.Target is not { Final: { } final } statement || visit.Operation is not { } reader)
        {
            Violated($"{visit}: only the read of a finished statement puts its expiry off");
            return;
        }

        Require(
            reader.Session == statement.Session && reader.Verb is not (ModelVerb.List or ModelVerb.Cancel or ModelVerb.Submit),
            $"{visit}: that is no read");
        Require(
            expiresAt >= Refresh(final, reader.StartedAt) && expiresAt <= Refresh(final, Now),
            $"{visit}: the expiry was put off to {expiresAt:O}");
        if (!statement.IsRemoved && statement.Version == expectedVersion && !statement.IsSwept && expiresAt > statement.Newest.ExpiresAt
            && !statement.Newest.IsExpiredAt(Now))
        {
            statement.Refresh(expiresAt);
        }
    }

    public void WroteBatch(StoreVisit visit, bool written) => Require(
        !written || visit.Target is { IsLive: true, Newest.Status: StatementStatus.Running },
        $"{visit}: only a running statement is given rows");

    public void Removed(StoreVisit visit, bool removed)
    {
        var statement = visit.Target!;
        Require(
            visit.Operation is { Verb: ModelVerb.EndSession } end && end.Session == statement.Session,
            $"{visit}: only the end of its session removes a statement");
        Require(statement.Final is not null || statement.IsRemoved, $"{visit}: a live statement was removed before it was ended");
        Require(removed == !statement.IsRemoved || MayHaveChanged(statement), $"{visit}: told was {removed}");
        visit.Operation!.Removed += removed ? 1 : 0;
        statement.IsRemoved = true;
    }

    public void Purged(DateTimeOffset now)
    {
        foreach (var statement in Stored.Where(statement => statement.Newest.IsExpiredAt(now)))
        {
            statement.IsSwept = true;
        }
    }

    /// <summary>Whether two finished states are the same end, seen before and after the rows were given up.</summary>
    public static bool IsSameEnd(Statement final, Statement other) =>
        (final.Status, final.StartedAt, final.CompletedAt, final.Error, final.CancelRequestedAt)
            == (other.Status, other.StartedAt, other.CompletedAt, other.Error, other.CancelRequestedAt);

    /// <summary>Whether the store may have given up its rows or all of it on its own.</summary>
    private bool MayHaveChanged(ModelStatement statement) =>
        statement.IsSwept || statement.ViewAt(Now, options.Retention.TombstoneRetention) == ModelView.Unknown;

    private ModelStatement? HolderAt(string session, string? requestId, DateTimeOffset moment) =>
        requestId is not null && _holders.TryGetValue((session, requestId), out var holder)
            && !holder.IsRemoved && !holder.Newest.IsExpiredAt(moment)
            ? holder
            : null;
}
