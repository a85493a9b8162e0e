namespace Mockhaus.Statements.Execution;

/// <summary>Splits SQL into its statements, at the semicolons that stand outside of quotes and comments.</summary>
/// <remarks>
/// Code of our own, because DuckDB's C API tells how many statements a text has but not where each begins and ends, and a
/// script needs none. Quotes and comments are DuckDB's, which are PostgreSQL's; the tests hold both to the same counts. Each
/// character is looked at a fixed number of times, whatever the text.
/// </remarks>
internal static class SqlSplitter
{
    /// <summary>The statements as they were written, without white space around them, and without parts that are only comments.</summary>
    /// <remarks>What is not closed reaches to the end of the text: the database will say so.</remarks>
    public static IReadOnlyList<string> Split(string sql)
    {
        var parts = new List<string>();
        var start = 0;
        while (start < sql.Length)
        {
            var end = End(sql, start, out var isBlank);
            if (!isBlank)
            {
                parts.Add(sql.AsSpan(start, end - start).Trim().ToString());
            }

            start = end + 1;
        }

        return parts;
    }

    /// <summary>The text from its first word on, without the comments, white space and semicolons before it.</summary>
    public static ReadOnlySpan<char> FromFirstWord(ReadOnlySpan<char> sql)
    {
        var at = 0;
        while (at < sql.Length)
        {
            var end = SqlTokenizer.End(sql, at, out var isBlank);
            if (!isBlank && sql[at] != ';')
            {
                break;
            }

            at = end;
        }

        return sql[at..];
    }

    private static int End(ReadOnlySpan<char> sql, int start, out bool isBlank)
    {
        var at = start;
        isBlank = true;
        while (at < sql.Length && sql[at] != ';')
        {
            at = SqlTokenizer.End(sql, at, out var isBlankHere);
            isBlank &= isBlankHere;
        }

        return at;
    }
}
