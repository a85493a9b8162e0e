namespace Mockhaus.Statements.Results;

/// <summary>Values, names, columns and types as error messages show them.</summary>
internal static class ErrorText
{
    private const int MaxLength = 40;

    /// <summary>A value of any type; text is cut when it is long, and only the type of a complex object is shown.</summary>
    public static string Value(object? value) => value switch
    {
        null => "a null",
        string text => Text(text),
        IFormattable or bool or char => $"{ClrCells.Text(value)} ({value.GetType().Name})",
        _ => $"a {value.GetType().Name}",
    };

    /// <summary>A text as a value, cut when it is long.</summary>
    public static string Text(ReadOnlySpan<char> text) =>
        $"the text '{(text.Length > MaxLength ? $"{text[..MaxLength]}…" : text)}'";

    /// <summary>A text in quotes, cut when it is long and then with its length.</summary>
    public static string Quoted(string text) => text.Length <= MaxLength
        ? $"'{text}'"
        : $"'{text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)]}…' ({text.Length} characters)";

    /// <summary>The type of a column as a column definition would state it.</summary>
    public static string Column(ResultColumn column) => column switch
    {
        { Type: ResultColumnType.Fixed } => $"FIXED({column.Precision ?? 38},{column.Scale ?? 0})",
        { Nullable: false } => $"{column.Type.ToString().ToUpperInvariant()} NOT NULL",
        _ => column.Type.ToString().ToUpperInvariant(),
    };

    /// <summary>The getters that read a type without loss, as a sentence.</summary>
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
