namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The items and the table of a simple SELECT, from its tokens.</summary>
/// <remarks>Not a parser: an unknown item is an expression, and an unknown SELECT has no list. DuckDB decides the meaning of the
/// SQL.</remarks>
internal sealed class SelectList
{
    private static readonly string[] Clauses = ["WHERE", "GROUP", "HAVING", "WINDOW", "QUALIFY", "ORDER", "LIMIT", "OFFSET"];

    // With these words, rows come from several lists, or a literal of the list can be null.
    private static readonly string[] Others = ["UNION", "INTERSECT", "EXCEPT", "ROLLUP", "CUBE", "GROUPING", "PIVOT", "UNPIVOT", "PIVOT_WIDER", "PIVOT_LONGER"];

    private SelectList(IReadOnlyList<SelectItem> items, IReadOnlyList<string>? table) => (Items, Table) = (items, table);

    public IReadOnlyList<SelectItem> Items { get; }

    /// <summary>The parts of the name of the only table; null when there is none, or several.</summary>
    public IReadOnlyList<string>? Table { get; }

    /// <summary>Parses the select list; null when the SELECT is not simple.</summary>
    public static SelectList? Parse(string sql)
    {
        var tokens = SqlTokenizer.Tokenize(sql).Where(token => token.First != ';').ToArray();
        if (tokens is [] || !tokens[0].Is("SELECT") || tokens.Any(token => Others.Any(token.Is)))
        {
            return null;
        }

        var start = tokens.Length > 1 && (tokens[1].Is("DISTINCT") || tokens[1].Is("ALL")) ? 2 : 1;
        if (start < tokens.Length && tokens[start].Is("ON"))
        {
            return null;
        }

        var (items, depth, at) = (new List<SelectItem>(), 0, start);
        for (; at < tokens.Length; at++)
        {
            depth += tokens[at].DepthChange;
            if (depth == 0 && IsEnd(tokens, at))
            {
                break;
            }

            if (depth == 0 && tokens[at].First == ',')
            {
                items.Add(ItemOf(tokens, start, at));
                start = at + 1;
            }
        }

        // DuckDB allows a comma after the last item.
        if (start < at)
        {
            items.Add(ItemOf(tokens, start, at));
        }

        var from = at < tokens.Length && tokens[at].Is("FROM") ? TableOf(tokens.AsSpan((at + 1)..)) : null;
        return new(items, from);
    }

    /// <summary>The items, one for each column of the result; null when they cannot be matched.</summary>
    public SelectItem[]? For(int columns)
    {
        var stars = Items.Count(item => item.Kind == SelectItemKind.Star);
        var width = columns - (Items.Count - stars);
        return stars > 1 || width < stars || (stars == 0 && width != 0)
            ? null
            : [.. Items.SelectMany(item => Enumerable.Repeat(item, item.Kind == SelectItemKind.Star ? width : 1))];
    }

    private static bool IsEnd(SqlToken[] tokens, int at) =>
        (tokens[at].Is("FROM") && !tokens[at - 1].Is("DISTINCT")) || Clauses.Any(tokens[at].Is);

    private static SelectItem ItemOf(SqlToken[] tokens, int start, int end)
    {
        var body = WithoutAlias(tokens.AsSpan(start..end));
        return body switch
        {
            [{ First: '*' }] or [_, { First: '.' }, { First: '*' }] => new(SelectItemKind.Star),
            [{ First: '\'' }, ..] when IsOneText(body) => new(SelectItemKind.Literal, Length: LengthOf(body)),
            [var only] when only.Is("TRUE") || only.Is("FALSE") => new(SelectItemKind.Literal),
            [{ First: '?' }] => new(SelectItemKind.Bound, $"{1 + tokens.Take(start).Count(token => token.First == '?')}"),
            [{ First: '$' }, var name, ..] when IsTouching(body) => new(SelectItemKind.Bound, name.Sql[name.Start..body[^1].End]),
            [var count, { First: '(' }, .., { First: ')' }] when count.Is("COUNT") && IsOneCall(body[1..]) => new(SelectItemKind.Count),
            _ when IsNumber(body) => new(SelectItemKind.Literal),
            _ when IsName(body) => new(SelectItemKind.Column, NameOf(body[^1])),
            _ => new(SelectItemKind.Expression),
        };
    }

    private static ReadOnlySpan<SqlToken> WithoutAlias(ReadOnlySpan<SqlToken> tokens) => tokens switch
    {
        [.. var body, var word, var alias] when word.Is("AS") && IsNamePart(alias) => body,

        // An alias after a complete expression: a name, a text, a number, a closing bracket. Two words are ambiguous.
        [.. { Length: > 0 } body, var alias] when IsNamePart(alias) && !body[^1].Touches(alias) && (IsNumber(body) || IsName(body) || body[^1].First is ')' or '\'' or '?') => body,
        _ => tokens,
    };

    /// <summary>A name with its parts, without white space between them.</summary>
    private static bool IsName(ReadOnlySpan<SqlToken> tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            if (i % 2 == 0 ? !IsNamePart(tokens[i]) : tokens[i].First != '.')
            {
                return false;
            }
        }

        return tokens.Length % 2 == 1;
    }

    private static bool IsNamePart(SqlToken token) => token.First == '"' || (SqlTokenizer.StartsName(token.First) && token.Text[^1] != '\'' && !token.Is("NULL"));

    private static bool IsNumber(ReadOnlySpan<SqlToken> tokens)
    {
        var digits = tokens is [{ First: '-' or '+' }, .. var rest] ? rest : tokens;
        foreach (var token in digits)
        {
            if (!char.IsAsciiDigit(token.First) && token.First != '.')
            {
                return false;
            }
        }

        return digits.Length > 0 && char.IsAsciiDigit(digits[0].First) && IsTouching(digits);
    }

    private static bool IsOneText(ReadOnlySpan<SqlToken> tokens)
    {
        foreach (var token in tokens)
        {
            if (token.First != '\'')
            {
                return false;
            }
        }

        return IsTouching(tokens);
    }

    private static bool IsTouching(ReadOnlySpan<SqlToken> tokens)
    {
        for (var i = 1; i < tokens.Length; i++)
        {
            if (!tokens[i - 1].Touches(tokens[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOneCall(ReadOnlySpan<SqlToken> brackets)
    {
        var depth = 0;
        for (var i = 0; i < brackets.Length; i++)
        {
            depth += brackets[i].DepthChange;
            if (depth == 0 && i < brackets.Length - 1)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The number of characters, not UTF-16 units. A doubled quote is one character.</summary>
    private static int LengthOf(ReadOnlySpan<SqlToken> text)
    {
        var inner = text[0].Sql[(text[0].Start + 1)..(text[^1].End - 1)];
        return CharactersOf(inner.Replace("''", "'", StringComparison.Ordinal));
    }

    /// <summary>The number of characters of a text, as Snowflake counts them.</summary>
    public static int CharactersOf(string text) => text.EnumerateRunes().Count();

    private static string NameOf(SqlToken name) => name.First == '"' ? DuckDbSql.NameOf(name) : name.Text.ToString();

    private static List<string>? TableOf(ReadOnlySpan<SqlToken> tokens)
    {
        var (parts, at) = (new List<string>(), 0);
        while (at < tokens.Length && IsNamePart(tokens[at]))
        {
            parts.Add(NameOf(tokens[at]));
            at++;
            if (at == tokens.Length || tokens[at].First != '.')
            {
                break;
            }

            at++;
        }

        at += at < tokens.Length && tokens[at].Is("AS") ? 1 : 0;
        var isAlias = at < tokens.Length && IsNamePart(tokens[at]) && !Clauses.Any(tokens[at].Is);
        at += isAlias ? 1 : 0;
        return parts.Count is >= 1 and <= 3 && (at >= tokens.Length || Clauses.Any(tokens[at].Is)) ? parts : null;
    }
}
