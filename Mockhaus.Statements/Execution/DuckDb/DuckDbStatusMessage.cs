namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Snowflake's status message for DDL, if it can be determined from the SQL alone.</summary>
internal static class DuckDbStatusMessage
{
    /// <summary>The status message, or null for the default one.</summary>
    /// <remarks>IF EXISTS and IF NOT EXISTS have the default one, because it is unknown whether the object existed.</remarks>
    public static string? From(string sql)
    {
        using var tokens = SqlTokenizer.Tokenize(sql).Where(token => token.First != ';').GetEnumerator();
        var isCreate = tokens.MoveNext() && tokens.Current.Is("CREATE");
        if (!isCreate && !tokens.Current.Is("DROP"))
        {
            return null;
        }

        var kind = KindOf(tokens);
        var name = kind is null ? null : NameOf(tokens);
        return (name, isCreate) switch
        {
            (null, _) => null,
            (_, true) => $"{kind} {name} successfully created.",
            _ => $"{name} successfully dropped.",
        };
    }

    private static string? KindOf(IEnumerator<SqlToken> tokens)
    {
        while (tokens.MoveNext())
        {
            switch (tokens.Current.Text.ToString().ToUpperInvariant())
            {
                case "OR" or "REPLACE" or "TEMP" or "TEMPORARY" or "PERSISTENT" or "RECURSIVE":
                    break;
                case "TABLE":
                    return "Table";
                case "VIEW":
                    return "View";
                case "SCHEMA":
                    return "Schema";
                case "SEQUENCE":
                    return "Sequence";
                case "FUNCTION" or "MACRO":
                    return "Function";
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The last part of a name, in upper case unless it is quoted.</summary>
    private static string? NameOf(IEnumerator<SqlToken> tokens)
    {
        SqlToken? last = null;
        while (tokens.MoveNext())
        {
            var token = tokens.Current;
            if (token.Is("IF"))
            {
                return null;
            }

            var isPart = last is null || last.Value.First == '.' || token.First == '.' || (token.First == '"' && last.Value.Touches(token));
            if (!isPart)
            {
                break;
            }

            last = token.First == '"' && last is { First: '"' } before && before.Touches(token) ? before with { End = token.End } : token;
        }

        return last is { } name ? DuckDbSql.NameOf(name) : null;
    }
}
