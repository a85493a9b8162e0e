using System.Globalization;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Finds the placeholders of SQL in DuckDB's syntax, and their context.</summary>
internal static class DuckDbPlaceholders
{
    private const string OperatorSigns = "~!@#&|<>=^*+-/%";

    /// <summary>Returns the placeholders in textual order; one that is used twice is returned twice.</summary>
    public static IReadOnlyList<DuckDbPlaceholder> Find(string sql)
    {
        var placeholders = new List<DuckDbPlaceholder>();
        if (!sql.AsSpan().ContainsAny('?', '$'))
        {
            return placeholders;
        }

        SqlToken[] tokens = [.. SqlTokenizer.Tokenize(sql)];
        var (depth, questions) = (0, 0);
        for (var i = 0; i < tokens.Length; i++)
        {
            depth += tokens[i].DepthChange;
            if (!tokens[i].Is("?") && !tokens[i].Is("$"))
            {
                continue;
            }

            var last = LastOfName(tokens, i);
            var name = last > i ? sql[tokens[i + 1].Start..tokens[last].End]
                : tokens[i].First == '?' ? (++questions).ToString(CultureInfo.InvariantCulture)
                : null;
            if (name is not null)
            {
                placeholders.Add(new(name, tokens[i].Start, last == i, IsOperand(tokens, i, last), depth == 0 && IsSelectItem(tokens, i, last)));
            }

            i = last;
        }

        return placeholders;
    }

    /// <summary>A name is one token; a number has one token for each digit.</summary>
    private static int LastOfName(SqlToken[] tokens, int start)
    {
        var last = start;
        while (last + 1 < tokens.Length && tokens[last].Touches(tokens[last + 1])
            && (char.IsAsciiDigit(tokens[last + 1].First) || (last == start && tokens[start].First == '$' && SqlTokenizer.StartsName(tokens[last + 1].First))))
        {
            last++;
        }

        return last;
    }

    private static bool IsOperand(SqlToken[] tokens, int first, int last)
    {
        // Brackets around the placeholder are skipped, except those of a call.
        while (first > 0 && last + 1 < tokens.Length && tokens[first - 1].First == '(' && tokens[last + 1].First == ')'
            && !(first > 1 && IsCallable(tokens[first - 2])))
        {
            (first, last) = (first - 1, last + 1);
        }

        return (first > 0 && IsArithmetic(tokens, first - 1)) || (last + 1 < tokens.Length && IsArithmetic(tokens, last + 1));
    }

    private static bool IsCallable(SqlToken token) => token.First == '"' || SqlTokenizer.StartsName(token.First);

    /// <summary>Whether a token is an arithmetic operator, and not part of a longer operator such as <c>-&gt;</c>.</summary>
    private static bool IsArithmetic(SqlToken[] tokens, int at) =>
        tokens[at].First is '+' or '-' or '*' or '/' or '%'
        && !(at + 1 < tokens.Length && tokens[at].Touches(tokens[at + 1]) && tokens[at + 1].First is '>')
        && !(at > 0 && tokens[at - 1].Touches(tokens[at]) && OperatorSigns.Contains(tokens[at - 1].First, StringComparison.Ordinal));

    private static bool IsSelectItem(SqlToken[] tokens, int first, int last) =>
        first > 0 && (tokens[first - 1].First == ',' || tokens[first - 1].Is("SELECT") || tokens[first - 1].Is("DISTINCT"))
        && (last + 1 == tokens.Length || tokens[last + 1].First is ',' or ';' || tokens[last + 1].Is("FROM") || tokens[last + 1].Is("AS"));
}
