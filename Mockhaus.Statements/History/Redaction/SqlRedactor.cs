using System.Buffers;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.History;

/// <summary>Removes values from SQL: what remains tells what was done, and not with which data.</summary>
/// <remarks>
/// Quoted texts and numbers become <c>?</c>, comments go, and what follows a word such as PASSWORD becomes <c>?</c> too. White space
/// between tokens becomes one space. A quoted name stays, but not after a comparison, where programs of other databases write values. In SQL
/// that was not parsed, or that has a quote that is not closed, each word may be a value: only keywords stay. The result is read as the same
/// tokens again. Each character is read a fixed number of times.
/// </remarks>
internal static class SqlRedactor
{
    /// <param name="sql">The SQL.</param>
    /// <param name="isParsed">Whether a database has parsed it.</param>
    /// <param name="maxLength">The length of the result at most; it ends with a whole token.</param>
    public static string Redact(string sql, bool isParsed, int maxLength)
    {
        // No token becomes longer.
        var buffer = ArrayPool<char>.Shared.Rent(sql.Length);
        try
        {
            var text = new RedactedText(buffer, Math.Min(maxLength, sql.Length));
            if (!isParsed || !Redact(sql, onlyKeywords: false, ref text))
            {
                text = new(buffer, Math.Min(maxLength, sql.Length));
                Redact(sql, onlyKeywords: true, ref text);
            }

            return text.ToString();
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <returns>False when a quote or comment is not closed, unless only keywords stay.</returns>
    private static bool Redact(string sql, bool onlyKeywords, ref RedactedText text)
    {
        var (secret, context) = (SecretState.None, default(ValueContext));
        for (var at = 0; at < sql.Length && !text.IsFull;)
        {
            var end = SqlTokenizer.End(sql, at, out var isBlank);
            if (isBlank)
            {
                text.AddSpace();
                at = end;
                continue;
            }

            // The most frequent tokens first: names, and symbols of one character.
            var first = sql[at];
            var isName = SqlTokenizer.StartsName(first) && !SqlToken.IsEscapedText(sql.AsSpan(at, end - at));
            if (isName || first == '"')
            {
                var name = sql.AsSpan(at, end - at);
                if (!isName && !IsClosed(name) && !onlyKeywords)
                {
                    return false;
                }

                secret = AddName(name, isName, onlyKeywords || (!isName && context.IsValue), secret, ref text);
                context.OnWord(name);
            }
            else if (end == at + 1 && IsSymbol(first) && !IsNumber(sql, at))
            {
                secret = AfterSymbol(first, secret, text.EndsWithSpace);
                text.AddSymbol(sql.AsSpan(at, 1));
                context.OnSymbol(first);
            }
            else
            {
                var isNumber = IsNumber(sql, at);
                end = isNumber ? NumberEnd(sql, at) : end;
                var token = sql.AsSpan(at, end - at);
                if (!isNumber && !IsClosed(token) && !onlyKeywords)
                {
                    return false;
                }

                if (isNumber && !onlyKeywords && text.EndsWithDollar && IsParameterNumber(token))
                {
                    text.Add(token);
                }
                else
                {
                    text.AddValue();
                    context.OnValue();
                    secret = secret is SecretState.Separated or SecretState.Masked ? SecretState.Masked : SecretState.None;
                }
            }

            at = end;
        }

        return true;
    }

    private static SecretState AddName(ReadOnlySpan<char> token, bool isName, bool onlyKeywords, SecretState secret, ref RedactedText text)
    {
        if (secret is SecretState.Named or SecretState.Masked && isName && SecretWords.IsConnector(token))
        {
            text.AddName(token);
            return SecretState.Separated;
        }

        var isKeyword = (onlyKeywords || secret == SecretState.Named) && isName && SqlKeywords.Contains(token);
        var isMasked = secret == SecretState.Separated
            || (secret == SecretState.Named && !isKeyword)
            || (secret == SecretState.Masked && !text.EndsWithSpace)
            || (onlyKeywords && !isKeyword);
        if (isMasked)
        {
            text.AddValue();
            return secret == SecretState.None ? SecretState.None : SecretState.Masked;
        }

        text.AddName(token);
        return SecretWords.Contains(token) ? SecretState.Named : SecretState.None;
    }

    private static SecretState AfterSymbol(char symbol, SecretState secret, bool isAfterSpace) => symbol switch
    {
        ',' or ';' or ')' => SecretState.None,
        '=' or ':' or '>' when secret != SecretState.None => SecretState.Separated,
        _ when secret == SecretState.Separated => SecretState.Separated,
        _ when secret == SecretState.Masked && !isAfterSpace => SecretState.Masked,
        _ => SecretState.None,
    };

    /// <summary>The number of a parameter: <c>$1</c>.</summary>
    private static bool IsParameterNumber(ReadOnlySpan<char> token) => token.Length <= 2 && !token.ContainsAnyExceptInRange('0', '9');

    private static bool IsNumber(ReadOnlySpan<char> sql, int at) =>
        char.IsAsciiDigit(sql[at]) || (sql[at] == '.' && at + 1 < sql.Length && char.IsAsciiDigit(sql[at + 1]));

    /// <summary>The end of a number with all that is written together with it: 1e-5, 0x1F, 1_000, 1.</summary>
    private static int NumberEnd(ReadOnlySpan<char> sql, int at)
    {
        var end = at + 1;
        while (end < sql.Length
            && (char.IsAsciiLetterOrDigit(sql[end]) || sql[end] is '_' or '.'
                || (sql[end] is '+' or '-' && sql[end - 1] is 'e' or 'E' && end + 1 < sql.Length && char.IsAsciiDigit(sql[end + 1]))))
        {
            end++;
        }

        return end;
    }

    /// <summary>Whether a token of one character is neither a value nor a quote that is not closed.</summary>
    private static bool IsSymbol(char symbol) => symbol is not ('\'' or '?') && !char.IsAsciiDigit(symbol);

    private static bool IsClosed(ReadOnlySpan<char> token) => token[0] switch
    {
        // Other databases take a backslash for an escape: where the text ends is not certain then.
        '\'' => token.Length > 1 && token[^1] == '\'' && token[^2] != '\\',
        '"' => token.Length > 1 && token[^1] == '"',
        'e' or 'E' => token.Length > 2 && token[^1] == '\'' && token[^2] is not ('\\' or '\''),
        '$' when token.Length > 1 => IsDollarClosed(token),
        _ => !token.StartsWith("/*"),
    };

    private static bool IsDollarClosed(ReadOnlySpan<char> token)
    {
        var tag = token[..(token[1..].IndexOf('$') + 2)];
        return token.Length >= 2 * tag.Length && token.EndsWith(tag);
    }
}
