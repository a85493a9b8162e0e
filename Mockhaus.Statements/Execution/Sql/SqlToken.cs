namespace Mockhaus.Statements.Execution;

/// <summary>A token of SQL: a word, a quoted text or a symbol.</summary>
internal readonly record struct SqlToken(string Sql, int Start, int End)
{
    public ReadOnlySpan<char> Text => Sql.AsSpan(Start, End - Start);

    public char First => Sql[Start];

    /// <summary>1 for an opening bracket, -1 for a closing one, 0 for any other token.</summary>
    public int DepthChange => DepthChangeOf(First);

    /// <summary>The same for the first character of a token.</summary>
    public static int DepthChangeOf(char first) => first switch
    {
        '(' or '[' or '{' => 1,
        ')' or ']' or '}' => -1,
        _ => 0,
    };

    /// <summary>Whether a token is a text with escapes: <c>E'…'</c>.</summary>
    public static bool IsEscapedText(ReadOnlySpan<char> token) => token is ['e' or 'E', '\'', ..];

    /// <summary>Whether the token is a word, ignoring case.</summary>
    public bool Is(string word) => Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the next token follows immediately.</summary>
    public bool Touches(SqlToken next) => End == next.Start;
}
