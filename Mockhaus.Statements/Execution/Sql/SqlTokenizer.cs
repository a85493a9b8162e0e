namespace Mockhaus.Statements.Execution;

/// <summary>Splits SQL into words, quoted texts, comments and symbols. An unclosed one extends to the end of the text.</summary>
internal static class SqlTokenizer
{
    /// <summary>Returns the tokens in order, without white space and comments. Each digit of a number is a token.</summary>
    public static IEnumerable<SqlToken> Tokenize(string sql)
    {
        for (var at = 0; at < sql.Length;)
        {
            var end = End(sql, at, out var isBlank);
            if (!isBlank)
            {
                yield return new(sql, at, end);
            }

            at = end;
        }
    }

    /// <param name="sql">The text.</param>
    /// <param name="at">The start of the token.</param>
    /// <param name="isBlank">Whether the token is white space or a comment.</param>
    /// <returns>The start of the next token.</returns>
    public static int End(ReadOnlySpan<char> sql, int at, out bool isBlank)
    {
        var rest = sql[at..];
        isBlank = true;
        if (IsSpace(rest[0]))
        {
            return at + 1;
        }

        if (rest.StartsWith("--"))
        {
            return at + LineEnd(rest);
        }

        if (rest.StartsWith("/*"))
        {
            // An unclosed comment is returned as a token, so that the database reports it.
            return at + CommentEnd(rest, out isBlank);
        }

        isBlank = false;
        return at + (rest[0] switch
        {
            // A doubled quote is treated as the end of one text and the start of the next.
            '\'' or '"' => AfterNext(rest, 1, rest[..1]),
            '$' => DollarEnd(rest),
            'e' or 'E' when rest is [_, '\'', ..] => EscapedEnd(rest),
            var first when StartsName(first) => NameEnd(rest),
            _ => 1,
        });
    }

    /// <summary>Whether a name or a word can start with a character.</summary>
    public static bool StartsName(char c) => char.IsAsciiLetter(c) || c == '_' || (c > '\u007f' && !IsSpace(c));

    /// <summary>The characters that DuckDB treats as white space.</summary>
    private static bool IsSpace(char c) =>
        c is ' ' or (>= '\t' and <= '\r') or '\u00a0' or (>= '\u2000' and <= '\u200b') or '\u202f' or '\u205f' or '\u2060' or '\u3000' or '\ufeff';

    /// <summary>A dollar within a name is part of it, and does not start a quoted text.</summary>
    private static int NameEnd(ReadOnlySpan<char> sql)
    {
        var end = 1;
        while (end < sql.Length && (sql[end] == '$' || StartsName(sql[end]) || char.IsAsciiDigit(sql[end])))
        {
            end++;
        }

        return end;
    }

    private static int LineEnd(ReadOnlySpan<char> sql) => sql.IndexOfAny('\r', '\n') is >= 0 and var end ? end : sql.Length;

    private static int AfterNext(ReadOnlySpan<char> sql, int from, ReadOnlySpan<char> mark) =>
        sql[from..].IndexOf(mark) is >= 0 and var found ? from + found + mark.Length : sql.Length;

    private static int CommentEnd(ReadOnlySpan<char> sql, out bool isClosed)
    {
        var depth = 1;
        var at = 2;
        while (depth > 0 && at < sql.Length)
        {
            var change = sql[at..] switch
            {
                ['/', '*', ..] => 1,
                ['*', '/', ..] => -1,
                _ => 0,
            };
            depth += change;
            at += change == 0 ? 1 : 2;
        }

        isClosed = depth == 0;
        return at;
    }

    /// <summary>The end of $$…$$ or $tag$…$tag$; for other text that starts with a dollar, such as $1, the end of the dollar.</summary>
    private static int DollarEnd(ReadOnlySpan<char> sql)
    {
        var end = 1;
        while (end < sql.Length && (StartsName(sql[end]) || (end > 1 && char.IsAsciiDigit(sql[end]))))
        {
            end++;
        }

        return end < sql.Length && sql[end] == '$' ? AfterNext(sql, end + 1, sql[..(end + 1)]) : 1;
    }

    private static int EscapedEnd(ReadOnlySpan<char> sql)
    {
        var at = 2;
        while (at < sql.Length)
        {
            switch (sql[at..])
            {
                case ['\\', ..] or ['\'', '\'', ..]:
                    at += 2;
                    break;
                case ['\'', ..]:
                    var next = Continuation(sql, at + 1);
                    if (next == 0)
                    {
                        return at + 1;
                    }

                    at = next;
                    break;
                default:
                    at++;
                    break;
            }
        }

        return sql.Length;
    }

    /// <summary>A text with escapes continues in another text on a later line.</summary>
    /// <returns>The position where it continues, or 0.</returns>
    private static int Continuation(ReadOnlySpan<char> sql, int at)
    {
        var isLater = false;
        while (at < sql.Length)
        {
            if (sql[at..].StartsWith("--"))
            {
                at += LineEnd(sql[at..]);
            }
            else if (sql[at] is ' ' or (>= '\t' and <= '\r'))
            {
                isLater |= sql[at] is '\r' or '\n';
                at++;
            }
            else
            {
                break;
            }
        }

        return isLater && at < sql.Length && sql[at] == '\'' ? at + 1 : 0;
    }
}
