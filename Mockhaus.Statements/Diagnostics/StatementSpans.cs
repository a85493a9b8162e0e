using System.Diagnostics;
using System.Globalization;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>A span for each statement, from its submission to its end.</summary>
/// <remarks>
/// A span has the system's time and not the injected clock's: it stands in one trace with the spans of others. Its name is
/// always the same, because operation and table are in the SQL, which is not looked into.
/// </remarks>
internal static class StatementSpans
{
    public const string SpanName = "statement";

    private static readonly ActivitySource Source = new(StatementDiagnostics.Name, StatementDiagnostics.Version);

    /// <summary>Begins a span below whatever span its submitter is in.</summary>
    /// <returns>The span, or null when nobody listens, or nobody wants this one.</returns>
    public static Activity? Start(Statement statement, bool withSql)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var outer = Activity.Current;
        try
        {
            return Source.CreateActivity(SpanName, ActivityKind.Internal, default(ActivityContext), TagsOf(statement, withSql))?.Start();
        }
        finally
        {
            // The submitter goes on with other things; the statement is not what it does from now on.
            Restore(outer);
        }
    }

    public static void Stop(Activity? span, Statement final)
    {
        if (span is null)
        {
            return;
        }

        if (span.IsAllDataRequested)
        {
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

    private static IEnumerable<KeyValuePair<string, object?>> TagsOf(Statement statement, bool withSql)
    {
        // What is behind an executor is not known here, and Snowflake it is not.
        yield return new(SpanTags.System, "other_sql");
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
