using System.Diagnostics;
using System.Globalization;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>A span for each statement, from its submission to its end.</summary>
/// <remarks>
/// A span has the system's time and not the injected clock's: it stands in one trace with the spans of others. Its name is
/// the operation, and the database's where that is not known, as OpenTelemetry's conventions have it; tables stay in the SQL.
/// </remarks>
internal static class StatementSpans
{
    private static readonly ActivitySource Source = new(StatementDiagnostics.Name, StatementDiagnostics.Version);

    /// <summary>Begins a span below whatever span its submitter is in.</summary>
    /// <returns>The span, or null when nobody listens, or nobody wants this one.</returns>
    public static Activity? Start(Statement statement, Func<Statement, DatabaseOperation> describe, bool withSql)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var operation = describe(statement);
        var outer = Activity.Current;
        try
        {
            return Source.CreateActivity(
                operation.Name ?? operation.System, ActivityKind.Internal, default(ActivityContext), TagsOf(statement, operation, withSql))?.Start();
        }
        finally
        {
            // The submitter goes on with other things; the statement is not what it does from now on.
            Restore(outer);
        }
    }

    public static void Stop(Activity? span, Statement final, Func<Statement, DatabaseOperation> describe)
    {
        if (span is null)
        {
            return;
        }

        if (span.IsAllDataRequested)
        {
            // An executor may learn with its first connection which database it is.
            span.SetTag(SpanTags.System, describe(final).System);
            SetEnd(span, final);
        }

        var outer = Activity.Current;
        try
        {
            span.Stop();
        }
        finally
        {
            Restore(outer);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> TagsOf(Statement statement, DatabaseOperation operation, bool withSql)
    {
        yield return new(SpanTags.System, operation.System);
        if (operation.Name is { } name)
        {
            yield return new(SpanTags.Operation, name);
        }

        yield return new(SpanTags.Handle, statement.Handle.ToString());
        if (statement.Context.Database is { } database)
        {
            yield return new(SpanTags.Namespace, statement.Context.Schema is { } schema ? $"{database}|{schema}" : database);
        }

        if (statement.StatementCount > 1)
        {
            yield return new(SpanTags.BatchSize, statement.StatementCount);
        }

        if (statement.Parent is { } parent)
        {
            yield return new(SpanTags.Parent, parent.ToString());
        }

        if (statement.QueryTag is { } queryTag)
        {
            yield return new(SpanTags.QueryTag, queryTag);
        }

        if (withSql)
        {
            yield return new(SpanTags.QueryText, statement.Sql);
        }
    }

    private static void SetEnd(Activity span, Statement final)
    {
        span.SetTag(SpanTags.Outcome, StatementDiagnostics.OutcomeOf(final));
        if (final.Error is { } error)
        {
            span.SetTag(SpanTags.StatusCode, error.Code);
        }

        if (final is { Status: StatementStatus.Failed, Error.Code: var code })
        {
            // Without a description: an error's message may quote the SQL.
            span.SetTag(SpanTags.ErrorType, code).SetStatus(ActivityStatusCode.Error);
        }

        if (final.Result is { } result)
        {
            span.SetTag(SpanTags.ReturnedRows, result.RowCount);
        }
    }

    private static void Restore(Activity? outer)
    {
        if (Activity.Current != outer && outer?.IsStopped != true)
        {
            Activity.Current = outer;
        }
    }
}
