namespace Mockhaus.Statements.Results;

/// <summary>The names of the column types, as the SQL API writes them.</summary>
internal static class ResultColumnTypeNames
{
    public static string ToSqlApiName(this ResultColumnType type) => type switch
    {
        ResultColumnType.Fixed => "fixed",
        ResultColumnType.Real => "real",
        ResultColumnType.Boolean => "boolean",
        ResultColumnType.Binary => "binary",
        ResultColumnType.Date => "date",
        ResultColumnType.Time => "time",
        ResultColumnType.TimestampNtz => "timestamp_ntz",
        ResultColumnType.TimestampLtz => "timestamp_ltz",
        ResultColumnType.TimestampTz => "timestamp_tz",
        ResultColumnType.Variant => "variant",
        ResultColumnType.Object => "object",
        ResultColumnType.Array => "array",
        _ => "text",
    };
}
