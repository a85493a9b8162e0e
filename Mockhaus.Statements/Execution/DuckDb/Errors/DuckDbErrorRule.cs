using System.Text.RegularExpressions;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Maps a kind of DuckDB error to Snowflake's error.</summary>
/// <param name="pattern">The pattern of DuckDB's message, from its start.</param>
/// <param name="code">Snowflake's code.</param>
/// <param name="sqlState">Its SQLSTATE.</param>
/// <param name="message">Its message, with the groups of the pattern in braces: <c>{name}</c> is an identifier, <c>{path}</c> one with all
/// its parts, <c>{at}</c> a place. Null: DuckDB's message.</param>
internal sealed class DuckDbErrorRule(string pattern, string code, string sqlState, string? message = null)
{
    private const int MaxValueLength = 256;

    private readonly Regex _pattern = new(
        "^" + pattern, RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>The error, or null when the message is of another kind.</summary>
    public StatementError? Match(DuckDbMessage given)
    {
        var match = _pattern.Match(given.Text);
        return match.Success ? new(code, sqlState, message is null ? given.Whole : Fill(match, given)) : null;
    }

    private string Fill(Match match, DuckDbMessage given)
    {
        var text = message!.Replace("{at}", given.Place is null ? "" : $" error {given.Place}", StringComparison.Ordinal)
            .Replace("{place}", given.Place is null ? "" : $" {given.Place}", StringComparison.Ordinal);

        // Last, so that a value is not treated as a group.
        var parts = text.Split('{', '}');
        for (var i = 1; i < parts.Length; i += 2)
        {
            var value = match.Groups[parts[i]].Value;
            parts[i] = parts[i] switch
            {
                "path" => given.PathOf(value),
                "name" or "table" => given.NameOf(value),
                _ => Shorten(value),
            };
        }

        return string.Concat(parts);
    }

    private static string Shorten(string value) => value.Length <= MaxValueLength ? value : value[..MaxValueLength] + "...";
}
