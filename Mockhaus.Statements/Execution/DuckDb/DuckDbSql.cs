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

    /// <summary>The command, when it is one that lives on the session, which ends here with the statement; otherwise null.</summary>
    public static string? SessionCommand(string sql) =>
        Command().Match(sql) is { Success: true } match ? match.Groups["word"].Value.ToUpperInvariant() : null;

    [GeneratedRegex("""
        '(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex(@"^(?:\s|--[^\n]*\n|/\*.*?\*/)*(?<word>BEGIN|START\s+TRANSACTION|COMMIT|ROLLBACK|ABORT|USE|PUT|GET)\b",
        RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Command();
}
