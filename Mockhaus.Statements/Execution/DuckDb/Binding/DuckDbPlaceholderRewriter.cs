using System.Collections.Frozen;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Rewrites Snowflake's placeholders <c>:name</c> and <c>:1</c> to DuckDB's <c>$name</c> and <c>$1</c>.</summary>
/// <remarks>
/// In DuckDB a colon is also a cast (<c>::</c>), a slice (<c>x[1:2]</c>), a key (<c>{'a': 1}</c>), an alias (<c>a: 1</c>), the
/// argument of a lambda or <c>:=</c>. It starts a placeholder when a name or a number follows immediately and the token before it requires
/// a value: an operator, an opening bracket, or a word such as AND. One character is replaced with another, so that
/// positions in errors stay correct.
/// </remarks>
internal static class DuckDbPlaceholderRewriter
{
    // These words are followed by a value. After any other word, the colon separates two values.
    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "ALL", "AND", "ANY", "ARRAY", "AS", "BETWEEN", "BOTH", "BY", "CALL", "CASE", "DISTINCT", "ELSE", "ESCAPE", "EXCEPT",
        "EXECUTE", "FOR", "FROM", "GLOB", "GROUPS", "HAVING", "ILIKE", "IN", "INTERSECT", "INTERVAL", "INTO", "IS", "LEADING", "LIKE",
        "LIMIT", "NOT", "OFFSET", "ON", "OR", "PLACING", "QUALIFY", "RANGE", "RETURNING", "ROWS", "SAMPLE", "SELECT", "SET", "SOME",
        "THEN", "TO", "TRAILING", "UNION", "USING", "VALUES", "WHEN", "WHERE", "ZONE");

    private enum Before
    {
        Nothing,
        Value,
        Word,
        Sign,
        Slice,
    }

    /// <summary>Returns the SQL with DuckDB's placeholders.</summary>
    public static string Rewrite(string sql)
    {
        char[]? changed = null;
        foreach (var colon in Find(sql))
        {
            (changed ??= sql.ToCharArray())[colon] = '$';
        }

        return changed is null ? sql : new(changed);
    }

    /// <summary>Finds the colons of placeholders.</summary>
    private static IEnumerable<int> Find(string sql)
    {
        var (before, end, isTaken) = (Before.Nothing, 0, false);
        foreach (var token in SqlTokenizer.Tokenize(sql))
        {
            if (isTaken)
            {
                // The second colon of a cast, or the name of a placeholder, which can be any word.
                (end, isTaken) = (token.End, false);
                continue;
            }

            var isPlaceholder = token.Is(":") && IsName(sql, token.End)
                && (before == Before.Sign || (before == Before.Word && end < token.Start));
            if (isPlaceholder)
            {
                yield return token.Start;
            }

            isTaken = isPlaceholder || token.Is("$") || IsCast(token);
            before = isTaken ? Before.Value : After(token, before);
            end = token.End;
        }
    }

    private static Before After(SqlToken token, Before before) => token.First switch
    {
        '[' when before == Before.Value => Before.Slice,
        ')' or ']' or '}' or '\'' or '"' or '?' or '.' or '$' => Before.Value,
        var first when char.IsAsciiDigit(first) => Before.Value,
        var first when !char.IsAsciiLetter(first) && first < '\u0080' && first != '_' => Before.Sign,
        _ => Words.Contains(token.Text.ToString()) ? Before.Word : Before.Value,
    };

    private static bool IsCast(SqlToken token) => token.Is(":") && token.End < token.Sql.Length && token.Sql[token.End] == ':';

    private static bool IsName(string sql, int at) => at < sql.Length && (char.IsAsciiDigit(sql[at]) || SqlTokenizer.StartsName(sql[at]));
}
