namespace Mockhaus.Statements.Results;

/// <summary>How values, names and types stand in the messages of errors.</summary>
internal static class ValueText
{
    private const int MaxLength = 40;

    /// <summary>A text in quotes, cut when it is long.</summary>
    public static string Short(string text) => text.Length <= MaxLength
        ? $"'{text}'"
        : $"'{text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)]}…' ({text.Length} characters)";

    /// <summary>The name of a type, as the SQL API writes it.</summary>
    public static string NameOf(ResultColumnType type) => type switch
    {
        ResultColumnType.Fixed => "fixed",
        ResultColumnType.Real => "real",
        ResultColumnType.Text => "text",
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
        _ => $"{type}",
    };

    /// <summary>What reads a type without loss.</summary>
    public static string AdviceFor(ResultColumnType type) => type switch
    {
        ResultColumnType.Fixed => "Read it as a whole number, as decimal, or as text (GetString).",
        ResultColumnType.Real => "Read it as double, or as text (GetString).",
        ResultColumnType.Boolean => "Read it as bool.",
        ResultColumnType.Binary => "Read it as byte[].",
        ResultColumnType.Date => "Read it as DateOnly.",
        ResultColumnType.Time => "Read it as TimeOnly, or as ResultTimestamp.",
        ResultColumnType.TimestampNtz => "Read it as DateTime, or as ResultTimestamp.",
        ResultColumnType.TimestampLtz or ResultColumnType.TimestampTz => "Read it as DateTimeOffset, or as ResultTimestamp.",
        _ => "Read it as text (GetString).",
    };
}
