using System.Globalization;
using System.Text.RegularExpressions;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>An error message of DuckDB, with its text and the position in the SQL.</summary>
internal sealed partial class DuckDbMessage
{
    private const int MaxLength = 4096;

    private readonly string _sql;

    public DuckDbMessage(string message, string sql)
    {
        _sql = sql;
        Whole = message.Length <= MaxLength ? message : message[..MaxLength] + "...";
        var shown = message.LastIndexOf("\n\nLINE ", StringComparison.Ordinal);
        Text = shown < 0 ? message : message[..shown];
        Place = Text.EndsWith("at end of input", StringComparison.Ordinal) ? PlaceOf(sql, sql.Length)
            : shown < 0 ? null
            : PlaceOf(message[(shown + 2)..], sql);
    }

    /// <summary>The complete message, shortened to the maximum length.</summary>
    public string Whole { get; }

    /// <summary>The message without the excerpt of the SQL.</summary>
    public string Text { get; }

    /// <summary>The position of the error in Snowflake's format: lines from 1, positions from 0. Null when it is unknown.</summary>
    public string? Place { get; }

    /// <summary>A name as Snowflake shows it: unchanged if the SQL quotes it, otherwise in upper case.</summary>
    public string NameOf(string name) => DuckDbSql.QuotedNames(_sql).Contains(name) ? name : name.ToUpperInvariant();

    /// <summary>A name with all its parts in the SQL, as Snowflake shows an invalid identifier.</summary>
    public string PathOf(string name)
    {
        SqlToken[] tokens = [.. SqlTokenizer.Tokenize(_sql)];
        for (var i = 0; i + 2 < tokens.Length; i++)
        {
            if (IsName(tokens[i], name) && (i == 0 || tokens[i - 1].First != '.') && tokens[i + 1].First == '.')
            {
                var path = DuckDbSql.NameOf(tokens[i]);
                for (; i + 2 < tokens.Length && tokens[i + 1].First == '.' && IsPart(tokens[i + 2]); i += 2)
                {
                    path += $".{DuckDbSql.NameOf(tokens[i + 2])}";
                }

                return path;
            }
        }

        return NameOf(name);
    }

    private static bool IsPart(SqlToken token) => token.First == '"' || SqlTokenizer.StartsName(token.First);

    private static bool IsName(SqlToken token, string name) => IsPart(token) && (token.First == '"' ? DuckDbSql.NameOf(token) == name : token.Is(name));

    /// <summary>A position in SQL, in Snowflake's format.</summary>
    public static string PlaceOf(string sql, int at)
    {
        var before = sql.AsSpan(0, at);
        return Say(before.Count('\n') + 1, at - before.LastIndexOf('\n') - 1);
    }

    /// <summary>Finds the position that DuckDB marks with a caret below a line, or below an excerpt of it.</summary>
    private static string? PlaceOf(string shown, string sql)
    {
        var match = Shown().Match(shown);
        if (!match.Success || !int.TryParse(match.Groups["line"].Value, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var piece = match.Groups["piece"];
        var caret = match.Groups["caret"].Length - piece.Index;
        var lines = sql.Split('\n');
        if (number < 1 || number > lines.Length || caret < 0)
        {
            return null;
        }

        var isCut = piece.Value.StartsWith("...", StringComparison.Ordinal);
        var text = isCut ? piece.Value[3..] : piece.Value;
        var start = lines[number - 1].IndexOf(text.EndsWith("...", StringComparison.Ordinal) ? text[..^3] : text, StringComparison.Ordinal);
        return start < 0 ? null : Say(number, start + caret - (isCut ? 3 : 0));
    }

    private static string Say(int line, int position) => string.Create(CultureInfo.InvariantCulture, $"line {line} at position {position}");

    [GeneratedRegex(@"^LINE (?<line>\d+): (?<piece>[^\n]*)\n(?<caret> *)\^", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Shown();
}
