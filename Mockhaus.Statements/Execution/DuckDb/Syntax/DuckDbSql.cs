using System.Text.RegularExpressions;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Helpers for SQL text, without parsing it.</summary>
internal static partial class DuckDbSql
{
    /// <summary>Returns the quoted names in the SQL, without texts and comments, and without qualifiers before a dot.</summary>
    /// <remarks>DuckDB does not report how a column name was written. A name that is quoted anywhere is treated as quoted.</remarks>
    public static HashSet<string> QuotedNames(string sql)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!sql.Contains('"', StringComparison.Ordinal))
        {
            return names;
        }

        SqlToken? quoted = null;
        foreach (var token in Tokens(sql))
        {
            Add(quoted, token.First == '.');
            quoted = token.First == '"' ? token : null;
        }

        Add(quoted, isQualifier: false);
        return names;

        void Add(SqlToken? name, bool isQualifier)
        {
            if (name is { Text: ['"', .., '"'] } whole && !isQualifier)
            {
                names.Add(NameOf(whole));
            }
        }
    }

    /// <summary>Returns the tokens of SQL, with a quoted name as one token, including doubled quotes within it.</summary>
    public static IEnumerable<SqlToken> Tokens(string sql)
    {
        SqlToken? name = null;
        foreach (var token in SqlTokenizer.Tokenize(sql))
        {
            if (name is { } before)
            {
                if (token.First == '"' && before.Touches(token))
                {
                    name = before with { End = token.End };
                    continue;
                }

                yield return before;
            }

            name = token.First == '"' ? token : null;
            if (name is null)
            {
                yield return token;
            }
        }

        if (name is { } last)
        {
            yield return last;
        }
    }

    /// <summary>Quotes a text and doubles the quotes in it: <c>"</c> for a name, <c>'</c> for a string literal.</summary>
    public static string Quote(string text, char mark) => $"{mark}{text.Replace($"{mark}", $"{mark}{mark}", StringComparison.Ordinal)}{mark}";

    /// <summary>The name of a column as users write it, when DuckDB uses an internal function name.</summary>
    public static string WrittenName(string name) => name.Replace("count_star()", "count(*)", StringComparison.Ordinal);

    /// <summary>The name of a token: unchanged if it is quoted, otherwise in upper case, as in Snowflake.</summary>
    public static string NameOf(SqlToken name) => name.Text is ['"', .. var inner, '"']
        ? inner.ToString().Replace("\"\"", "\"", StringComparison.Ordinal)
        : name.Text.ToString().ToUpperInvariant();

    /// <summary>Snowflake's name of the command, when it is one that is not supported; otherwise null.</summary>
    /// <param name="sql">The SQL of one statement.</param>
    /// <param name="isPart">Whether later statements share the connection.</param>
    public static string? RefusedCommand(string sql, bool isPart)
    {
        var text = SqlSplitter.FromFirstWord(sql);
        var commands = isPart ? FileChange() : Command();
        foreach (var match in commands.EnumerateMatches(text))
        {
            return text[..match.Length].ToString().ToUpperInvariant() switch
            {
                "COMMIT" => "TRANSACTION_COMMIT",
                "ROLLBACK" or "ABORT" => "TRANSACTION_ROLLBACK",
                "USE" or "PUT" or "GET" => text[..match.Length].ToString().ToUpperInvariant(),
                _ => "TRANSACTION_BEGIN",
            };
        }

        return null;
    }

    [GeneratedRegex(@"^(?:BEGIN|START\s+TRANSACTION|COMMIT|ROLLBACK|ABORT|USE|PUT|GET)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Command();

    [GeneratedRegex(@"^(?:PUT|GET)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FileChange();
}
