using System.Buffers;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Limits how deep brackets are nested in SQL and values, because DuckDB recurses for each level.</summary>
/// <remarks>DuckDB needs about 1 KB of stack for each level of JSON (measured, 1.5.6); <see cref="DedicatedThreads"/> have 256
/// MB.</remarks>
internal static class SqlNestingLimit
{
    /// <summary>The maximum depth, which is the same as for results.</summary>
    public const int Max = 1000;

    /// <summary>The maximum number of set operations. DuckDB's time grows with their square: 3 seconds for this number, without a way to
    /// interrupt it (measured).</summary>
    public const int MaxSetOperations = 2000;

    private static readonly SearchValues<char> Opening = SearchValues.Create("[{");

    /// <exception cref="StatementFailedException">The SQL, a comment or a text in it is nested deeper than <see cref="Max"/>.</exception>
    public static void Check(string sql)
    {
        var (depth, operations) = (0, 0);
        for (var at = 0; at < sql.Length;)
        {
            var end = SqlTokenizer.End(sql, at, out var isBlank);
            var token = sql.AsSpan(at, end - at);
            depth = Math.Max(0, depth + SqlToken.DepthChangeOf(token[0]));
            operations += IsSetOperation(token) ? 1 : 0;
            if (depth > Max || operations > MaxSetOperations || (isBlank ? IsDeepComment(token) : token.Length > Max && IsDeep(token)))
            {
                throw Refused(operations > MaxSetOperations
                    ? $"The SQL has more than {MaxSetOperations} set operations. Insert the rows into a table, or send several statements."
                    : $"The SQL, or a text in it, nests brackets deeper than {Max} levels.");
            }

            at = end;
        }
    }

    /// <exception cref="StatementFailedException">The value is nested deeper than <see cref="Max"/>.</exception>
    public static void CheckValue(string value, string name)
    {
        if (value.Length > Max && IsDeep(value))
        {
            throw Refused($"The value of bind variable :{name} nests brackets deeper than {Max} levels.");
        }
    }

    private static bool IsSetOperation(ReadOnlySpan<char> token) =>
        (token[0] is 'u' or 'U' or 'e' or 'E' or 'i' or 'I')
        && (token.Equals("UNION", StringComparison.OrdinalIgnoreCase)
            || token.Equals("EXCEPT", StringComparison.OrdinalIgnoreCase)
            || token.Equals("INTERSECT", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a text would be nested too deep as JSON.</summary>
    private static bool IsDeep(ReadOnlySpan<char> text)
    {
        var (depth, isQuoted) = (0, false);
        for (var i = text.IndexOfAny(Opening); i >= 0 && i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when isQuoted:
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '[' or '{' when !isQuoted && ++depth > Max:
                    return true;
                case ']' or '}' when !isQuoted && depth > 0:
                    depth--;
                    break;
                default:
                    break;
            }
        }

        return false;
    }

    /// <summary>DuckDB's time grows with the square of the depth of a comment.</summary>
    private static bool IsDeepComment(ReadOnlySpan<char> comment) => comment.StartsWith("/*") && comment.Count("/*") > Max;

    private static StatementFailedException Refused(string message) => new(new(StatementErrorCodes.RequestTooLarge, "54001", message));
}
