using System.Globalization;
using System.Text.RegularExpressions;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>A message of DuckDB: what it says, and which place in the SQL it shows.</summary>
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

    /// <summary>All of it, within bounds.</summary>
    public string Whole { get; }

    /// <summary>Without the piece of the SQL that it shows.</summary>
    public string Text { get; }

    /// <summary>Where the error is, in Snowflake's words: lines count from 1, positions from 0. Null where it is not known.</summary>
    public string? Place { get; }

    /// <summary>A name as Snowflake would show it: as it is when the SQL quotes it, otherwise in upper case.</summary>
    public string NameOf(string name) => DuckDbSql.QuotedNames(_sql).Contains(name) ? name : name.ToUpperInvariant();

    /// <summary>A name with all the parts that the SQL gives it, as Snowflake shows one that is not valid.</summary>
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

    /// <summary>A place in SQL, in Snowflake's words.</summary>
    public static string PlaceOf(string sql, int at)
    {
        var before = sql.AsSpan(0, at);
        return Say(before.Count('\n') + 1, at - before.LastIndexOf('\n') - 1);
    }

    /// <summary>DuckDB shows a line, or the piece of it around the error, and under it a caret.</summary>
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
