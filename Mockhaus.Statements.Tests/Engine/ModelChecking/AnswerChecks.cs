using System.Globalization;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Results;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>Whether an answer was true at some moment between the call and the answer.</summary>
internal sealed class AnswerChecks(StoreModel model, MockhausStatementsOptions options)
{
    /// <summary>Takes note of what may rightly be answered now.</summary>
    public void Observe(ModelOperation operation)
    {
        operation.Seen |= model.ViewOf(operation.Target, operation.Session);
        if (operation.Target is { IsStored: true } target && target.Session == operation.Session)
        {
            // An answer may be made of a state that was read before and a clock that was read after.
            if (target.Newest.ExpiresAt is { } expiresAt)
            {
                operation.Expiries.Add(expiresAt);
            }

            foreach (var expiry in operation.Expiries)
            {
                operation.Seen |= model.ViewAt(expiry);
            }
        }

        if (operation.Verb is ModelVerb.List or ModelVerb.EndSession)
        {
            var isList = operation.Verb == ModelVerb.List;
            var present = model.Stored
                .Where(statement => statement.Session == operation.Session)
                .Where(statement => isList ? statement.ViewAt(model.Now, options.Retention.TombstoneRetention) == ModelView.Visible : !statement.IsRemoved)
                .Select(statement => statement.Handle)
                .ToHashSet();
            operation.Possible.UnionWith(present);
            operation.Certain ??= present;
            if (isList)
            {
                operation.Certain.IntersectWith(present);
            }
        }
    }

    public void Check(ModelOperation operation)
    {
        Observe(operation);
        if (operation.Answer.Exception?.InnerException is { } thrown)
        {
            model.Note($"{operation} -> {thrown.GetType().Name}");
            CheckThrown(operation, thrown);
        }
        else
        {
            var answer = operation.Answer.Result;
            model.Note($"{operation} -> {Describe(answer)}");
            CheckAnswer(operation, answer);
        }

        if (operation.Target?.Session != operation.Session && operation.Verb is not (ModelVerb.Submit or ModelVerb.List or ModelVerb.EndSession or ModelVerb.Sweep))
        {
            Require(operation, operation.StoreCalls == 1, $"a wall costs one call of the store, not {operation.StoreCalls}");
        }
    }

    private static string Describe(object? answer) => answer switch
    {
        CancelResult outcome => $"{outcome.Status} {outcome.Statement?.Status}",
        Statement statement => string.Create(
            CultureInfo.InvariantCulture, $"{statement.Status}, version {statement.Version}, expires {statement.ExpiresAt - Samples.Start}"),
        List<Statement> list => $"{list.Count} statements",
        List<string?> rows => $"{rows.Count} rows",
        _ => $"{answer}",
    };

    private void CheckThrown(ModelOperation operation, Exception thrown)
    {
        var target = operation.Target;
        switch (thrown)
        {
            case StatementNotFoundException when operation.Verb is not (ModelVerb.Submit or ModelVerb.Cancel):
                Require(operation, operation.Seen.HasFlag(ModelView.Unknown), "it was never unknown");
                break;
            case StatementExpiredException expired:
                Require(operation, operation.Seen.HasFlag(ModelView.Expired), "it was never expired");
                Require(operation, operation.Expiries.Contains(expired.ExpiredAt), $"it did not expire at {expired.ExpiredAt:O}");
                break;
            case StatementResultException when operation.Verb is ModelVerb.ReadBatch or ModelVerb.ReadRows:
                Require(
                    operation,
                    operation.Seen.HasFlag(ModelView.Visible) && target!.WasWithoutResultSince(operation.StartVersion),
                    "it had rows all the time");
                break;
            case StatementConflictException when operation.Verb == ModelVerb.Submit:
                Require(
                    operation,
                    operation.Holder is { } holder && holder.Request.Sql != operation.Request!.Sql,
                    $"the request id is held by {operation.Holder?.Name ?? "nobody"}");
                break;
            case StatementLimitException when operation.Verb == ModelVerb.Submit:
                Require(operation, !operation.Wrote && target is not { IsStored: true }, "it was refused and stored all the same");
                break;
            default:
                Require(operation, false, $"{thrown}");
                break;
        }
    }

    private void CheckAnswer(ModelOperation operation, object? answer)
    {
        switch (answer)
        {
            case Statement statement when operation.Verb == ModelVerb.Submit:
                CheckSubmitted(operation, statement);
                break;
            case Statement statement:
                CheckRead(operation, statement);
                break;
            case CancelResult outcome:
                CheckCancel(operation, outcome);
                break;
            case bool released:
                Require(
                    operation,
                    released ? operation.Wrote : operation.Seen.HasFlag(ModelView.Visible) && WasLive(operation),
                    $"the answer was {released}");
                break;
            case List<string?> rows:
                CheckVisible(operation);
                Require(operation, rows.SequenceEqual(operation.Target!.Rows), $"the rows were {string.Join(", ", rows)}");
                break;
            case ResultBatch batch:
                CheckVisible(operation);
                CheckBatch(operation, batch);
                break;
            case null when operation.Verb == ModelVerb.ReadBatch:
                Require(operation, operation.Target!.Final?.Result?.Batches.Count <= operation.Batch, "there is such a batch");
                break;
            case List<Statement> list:
                CheckList(operation, list);
                break;
            case int removed:
                Require(operation, removed == operation.Removed, $"it has removed {operation.Removed}, not {removed}");
                Require(
                    operation,
                    operation.Certain!.All(handle => model.Find(handle) is { } statement
                        && model.ViewOf(statement, statement.Session) == ModelView.Unknown),
                    "a statement of the session is still there");
                break;
            default:
                break;
        }
    }

    private void CheckSubmitted(ModelOperation operation, Statement statement)
    {
        var first = model.Find(statement.Handle);
        Require(
            operation,
            operation.Wrote ? first == operation.Target && statement.Version == 1 : first is not null && first == operation.Holder,
            $"the handle of {first?.Name} was given, but {operation.Holder?.Name ?? "nobody"} held the request id");
        Require(
            operation,
            first?.Request.Sql == operation.Request!.Sql && first.At(statement.Version)?.Status == statement.Status,
            $"the statement was given as {statement.Status}");
    }

    private void CheckRead(ModelOperation operation, Statement statement)
    {
        CheckVisible(operation);
        var target = operation.Target!;
        CheckState(operation, target, statement);
        Require(
            operation,
            statement.Version >= operation.StartVersion,
            $"version {operation.StartVersion} was known already");
        if (statement.IsFinished)
        {
            // It may have ended ahead of a clock that stands still, when it was created so.
            var readAt = statement.CompletedAt > model.Now ? statement.CompletedAt.Value : model.Now;
            var least = model.Refresh(statement, operation.StartedAt) - (statement.TimeToLive / 10);
            Require(
                operation,
                statement.ExpiresAt > least && statement.ExpiresAt <= model.Refresh(statement, readAt),
                $"after the read it expires {statement.ExpiresAt:O}, not after {least:O}");
        }
        else if (operation.Verb == ModelVerb.Wait)
        {
            Require(
                operation,
                operation.Limit != Timeout.InfiniteTimeSpan && model.Now >= operation.StartedAt + operation.Limit,
                "it has neither ended nor was the limit reached");
        }
    }

    private void CheckCancel(ModelOperation operation, CancelResult outcome)
    {
        var target = operation.Target;
        var isTrue = outcome switch
        {
            { Status: CancelStatus.NotFound, Statement: null } => operation.Seen.HasFlag(ModelView.Unknown),
            { Status: CancelStatus.Cancelled, Statement: { } told } => target is { Final: { } final } && target.Winner == operation
                && told.Status == StatementStatus.Cancelled && StoreModel.IsSameEnd(final, told)
                && told.CancelRequestedAt >= operation.StartedAt && told.CancelRequestedAt <= told.CompletedAt,
            { Status: CancelStatus.AlreadyFinished, Statement: { } told } => target is { Final: { } final } && target.Winner != operation
                && operation.Seen.HasFlag(ModelView.Visible) && StoreModel.IsSameEnd(final, told),
            _ => false,
        };
        Require(operation, isTrue, $"it was told {outcome.Status} of {target?.Final?.Status}, which {target?.Winner?.ToString() ?? "a worker"} has written");
        Require(
            operation,
            target is null || target.Winner != operation || outcome.Status == CancelStatus.Cancelled,
            "it has won and was not told");
    }

    private void CheckList(ModelOperation operation, List<Statement> list)
    {
        var listed = list.ConvertAll(statement => statement.Handle);
        Require(operation, operation.Certain!.IsSubsetOf(listed), "a statement is missing");
        Require(operation, listed.All(operation.Possible.Contains), "there is a statement that has no place in it");
        Require(operation, listed.Distinct().Count() == listed.Count, "a statement is in it twice");
        Require(operation, list.Select(statement => statement.CreatedAt).SequenceEqual(list.Select(statement => statement.CreatedAt).OrderDescending()), "the newest is not the first");
        foreach (var statement in list.Where(statement => operation.Possible.Contains(statement.Handle)))
        {
            CheckState(operation, model.Find(statement.Handle)!, statement);
        }
    }

    private void CheckBatch(ModelOperation operation, ResultBatch batch)
    {
        var infos = operation.Target!.Final!.Result!.Batches;
        var start = infos.Take(operation.Batch).Sum(info => info.RowCount);
        var rows = BatchJson.Rows(batch).ConvertAll(row => row.Single());
        Require(
            operation,
            batch.Info == infos[operation.Batch] && rows.SequenceEqual(operation.Target.Rows.Skip(start).Take(batch.Info.RowCount)),
            $"the rows were {string.Join(", ", rows)}");
    }

    private void CheckVisible(ModelOperation operation) =>
        Require(operation, operation.Seen.HasFlag(ModelView.Visible), "it was expired or unknown all the time");

    private void CheckState(ModelOperation operation, ModelStatement target, Statement statement) => Require(
        operation,
        statement.SessionId == operation.Session && target.At(statement.Version) is { } known
            && (known.Sql, known.Result?.RowCount, known.Result?.Batches.Count) == (statement.Sql, statement.Result?.RowCount, statement.Result?.Batches.Count)
            && StoreModel.IsSameEnd(known, statement),
        $"{target.Name} was shown as {statement.Status}, version {statement.Version}, which it never was");

    private static bool WasLive(ModelOperation operation) => operation.Target?.At(operation.StartVersion) is not { IsFinished: true };

    private void Require(ModelOperation operation, bool holds, string text) => model.Require(holds, $"{operation}: {text}");
}
