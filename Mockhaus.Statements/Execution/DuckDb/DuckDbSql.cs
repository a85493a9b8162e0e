using System.Text.RegularExpressions;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The little that has to be known of the SQL's text, without parsing it.</summary>
internal static partial class DuckDbSql
{
    /// <summary>The names that the SQL quotes; what stands in texts and comments does not count.</summary>
    /// <remarks>DuckDB does not tell how a column's name was written. A name quoted anywhere is taken for quoted.</remarks>
    public static HashSet<string> QuotedNames(string sql)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var match in Token().EnumerateMatches(sql))
        {
            if (sql[match.Index] == '"')
            {
                names.Add(sql.Substring(match.Index + 1, match.Length - 2).Replace("\"\"", "\"", StringComparison.Ordinal));
            }
        }

        return names;
    }

    /// <summary>The command, when it is one that cannot do here what it is for; otherwise null.</summary>
    /// <param name="sql">The SQL of one statement.</param>
    /// <param name="isPart">Whether statements that follow share its connection.</param>
    public static string? RefusedCommand(string sql, bool isPart)
    {
        var text = SqlSplitter.FromFirstWord(sql);
        var commands = isPart ? FileCommand() : Command();
        foreach (var match in commands.EnumerateMatches(text))
        {
            return text[..match.Length].ToString().ToUpperInvariant();
        }

        return null;
    }

    [GeneratedRegex("""
        '(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex(@"^(?:BEGIN|START\s+TRANSACTION|COMMIT|ROLLBACK|ABORT|USE|PUT|GET)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Command();

    [GeneratedRegex(@"^(?:PUT|GET)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FileCommand();
}
