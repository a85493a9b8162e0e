using System.Text.RegularExpressions;

namespace Mockhaus.Statements.Testing;

/// <summary>Compares SQL with the rules of a script, and creates the error for SQL that no rule matches.</summary>
internal static class ScriptedSql
{
    private const int MaxSqlLength = 1_000;
    private const int MaxRules = 50;

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> sql)
    {
        sql = sql.Trim();
        while (sql is [.., ';'])
        {
            sql = sql[..^1].TrimEnd();
        }

        return sql;
    }

    public static Regex Expression(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        try
        {
            return new(
                pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException exception)
        {
            throw new ArgumentException(
                $"The pattern has lookarounds or backreferences. Use {nameof(ScriptedExecutor.WhenStatement)} with your own Regex. {exception.Message}",
                nameof(pattern),
                exception);
        }
    }

    public static StatementError NotScripted(string sql, IReadOnlyList<ScriptedRule> rules)
    {
        var shown = sql.Length > MaxSqlLength ? $"{sql[..MaxSqlLength]}…" : sql;
        var newest = rules.Reverse().Take(MaxRules).Select(rule => rule.IsComplete ? $"{rule}" : $"{rule} (has no answer)");
        var more = rules.Count > MaxRules ? $", and {rules.Count - MaxRules} more" : "";
        var list = rules.Count == 0 ? "It has no rules." : $"Its rules, newest first: {string.Join(", ", newest)}{more}.";
        return new(StatementErrorCodes.NotScripted, "0A000", $"No rule of the script matches: {shown}\n{list}");
    }
}
