namespace Mockhaus.Statements.Execution;

/// <summary>Splits SQL into statements at the semicolons outside of quotes and comments.</summary>
/// <remarks>
/// DuckDB's C API is not used, because it returns the number of statements but not their positions, and the scripted executor works
/// without DuckDB. The rules for quotes and comments are DuckDB's, which are PostgreSQL's; tests compare the counts with DuckDB. Each
/// character is read a fixed number of times, for any text.
/// </remarks>
internal static class SqlSplitter
{
    /// <summary>Returns the statements unchanged, without white space around them and without parts that are only comments.</summary>
    /// <remarks>An unclosed quote or comment extends to the end of the text; the database reports it.</remarks>
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

    /// <summary>Returns the text from its first word, without comments, white space and semicolons before it.</summary>
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
