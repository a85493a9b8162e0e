namespace Mockhaus.Statements.Results;

/// <summary>Values and columns, as error messages show them.</summary>
internal static class ErrorText
{
    private const int MaxLength = 40;

    public static string Value(object? value) => value switch
    {
        null => "a null",
        string text => Text(text),
        IFormattable or bool or char => $"{ClrCells.Text(value)} ({value.GetType().Name})",
        _ => $"a {value.GetType().Name}",
    };

    public static string Text(ReadOnlySpan<char> text) =>
        $"the text '{(text.Length > MaxLength ? $"{text[..MaxLength]}…" : text)}'";

    public static string Column(ResultColumn column) => column switch
    {
        { Type: ResultColumnType.Fixed } => $"FIXED({column.Precision ?? 38},{column.Scale ?? 0})",
        { Nullable: false } => $"{column.Type.ToString().ToUpperInvariant()} NOT NULL",
        _ => column.Type.ToString().ToUpperInvariant(),
    };
}
