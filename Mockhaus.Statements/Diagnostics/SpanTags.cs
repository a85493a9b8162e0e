namespace Mockhaus.Statements.Diagnostics;

/// <summary>The tags of a statement's span; docs/diagnostics.md lists them. Tags that start with "db." and "error." follow
/// OpenTelemetry's database conventions.</summary>
internal static class SpanTags
{
    public const string System = "db.system.name";
    public const string Namespace = "db.namespace";
    public const string Operation = "db.operation.name";
    public const string QueryText = "db.query.text";
    public const string BatchSize = "db.operation.batch.size";
    public const string StatusCode = "db.response.status_code";
    public const string ReturnedRows = "db.response.returned_rows";
    public const string ErrorType = "error.type";
    public const string Handle = "mockhaus.statement.handle";
    public const string Parent = "mockhaus.statement.parent";
    public const string QueryTag = "mockhaus.statement.query_tag";
    public const string Outcome = "mockhaus.statement.outcome";
}
