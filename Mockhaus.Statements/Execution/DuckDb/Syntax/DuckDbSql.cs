using System.Text.RegularExpressions;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The little that has to be known of the SQL's text, without parsing it.</summary>
internal static partial class DuckDbSql
{
    /// <summary>The names that the SQL quotes; what stands in texts and comments does not count, and what a point follows is no column.</summary>
    /// <remarks>DuckDB does not tell how a column's name was written. A name quoted anywhere is taken for quoted.</remarks>
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

    /// <summary>The tokens of SQL, where a quoted name is one token, including the quotes that are doubled within it.</summary>
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

    /// <summary>A text in quotes, with the quotes in it doubled: <c>"</c> for a name, <c>'</c> for a string literal.</summary>
    public static string Quote(string text, char mark) => $"{mark}{text.Replace($"{mark}", $"{mark}{mark}", StringComparison.Ordinal)}{mark}";

    /// <summary>The name of a column as people write it, where DuckDB names an expression by a function of its own.</summary>
    public static string WrittenName(string name) => name.Replace("count_star()", "count(*)", StringComparison.Ordinal);

    /// <summary>What a name stands for: as it is when it is quoted, otherwise in upper case, as Snowflake has it.</summary>
    public static string NameOf(SqlToken name) => name.Text is ['"', .. var inner, '"']
        ? inner.ToString().Replace("\"\"", "\"", StringComparison.Ordinal)
        : name.Text.ToString().ToUpperInvariant();

    /// <summary>The command in Snowflake's words, when it is one that cannot do here what it is for; otherwise null.</summary>
    /// <param name="sql">The SQL of one statement.</param>
    /// <param name="isPart">Whether statements that follow share its connection.</param>
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
