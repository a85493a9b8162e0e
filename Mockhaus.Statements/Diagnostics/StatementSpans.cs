using System.Diagnostics;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>Creates a span for each statement, from its submission to its end.</summary>
/// <remarks>
/// A span uses the system clock and not the injected one, because it is part of a trace with other spans. Its name is
/// the operation, or the database when the operation is unknown, as OpenTelemetry's conventions specify; it contains no table names.
/// </remarks>
internal static class StatementSpans
{
    private static readonly ActivitySource Source = new(StatementDiagnostics.Name, StatementDiagnostics.Version);

    /// <summary>Starts a span as a child of the current span of the submitter.</summary>
    /// <returns>The span, or null when there is no listener or no listener samples it.</returns>
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
            // The statement is not the current activity of the submitter.
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
            // An executor may know the database only after its first connection.
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
            // Without a description, because an error message may contain SQL.
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
