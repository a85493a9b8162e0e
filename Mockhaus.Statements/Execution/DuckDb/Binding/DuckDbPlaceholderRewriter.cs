using System.Collections.Frozen;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Snowflake's <c>:name</c> and <c>:1</c> as <c>$name</c> and <c>$1</c>, which is how DuckDB writes placeholders.</summary>
/// <remarks>
/// To DuckDB a colon is also a cast (<c>::</c>), a slice (<c>x[1:2]</c>), a key (<c>{'a': 1}</c>), an alias (<c>a: 1</c>), the
/// argument of a lambda or <c>:=</c>. It is a placeholder where a name or a number touches it and what stands before it asks
/// for a value: an operator, an opening bracket, or a word such as AND. One character takes the place of another, so that
/// what an error says of positions stays true.
/// </remarks>
internal static class DuckDbPlaceholderRewriter
{
    // After these a value follows; after any other word it has been there already, and the colon parts it from the next.
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

    /// <summary>The same SQL with DuckDB's placeholders.</summary>
    public static string Rewrite(string sql)
    {
        char[]? changed = null;
        foreach (var colon in Find(sql))
        {
            (changed ??= sql.ToCharArray())[colon] = '$';
        }

        return changed is null ? sql : new(changed);
    }

    /// <summary>Where the colons of placeholders stand.</summary>
    private static IEnumerable<int> Find(string sql)
    {
        var (before, end, isTaken) = (Before.Nothing, 0, false);
        foreach (var token in SqlTokenizer.Tokenize(sql))
        {
            if (isTaken)
            {
                // The second colon of a cast, or the name of a placeholder, which may be a word as any other.
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
