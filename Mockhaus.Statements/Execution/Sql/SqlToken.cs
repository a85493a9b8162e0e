namespace Mockhaus.Statements.Execution;

/// <summary>A word, a quote or a sign of SQL.</summary>
internal readonly record struct SqlToken(string Sql, int Start, int End)
{
    public ReadOnlySpan<char> Text => Sql.AsSpan(Start, End - Start);

    public char First => Sql[Start];

    /// <summary>Whether it is this word, in any case.</summary>
    public bool Is(string word) => Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether nothing stands between it and the one that follows.</summary>
    public bool Touches(SqlToken next) => End == next.Start;
}
