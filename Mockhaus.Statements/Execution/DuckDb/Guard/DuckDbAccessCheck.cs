namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Checks by its tokens whether SQL uses functions or commands that a shared server refuses.</summary>
internal static class DuckDbAccessCheck
{
    /// <summary>The reason why the SQL is refused, as a sentence; null when it is allowed.</summary>
    public static string? Refused(string sql)
    {
        List<SqlToken> tokens = [.. DuckDbSql.Tokens(sql)];
        var start = 0;
        for (var i = 0; i <= tokens.Count; i++)
        {
            if (i == tokens.Count || tokens[i].Is(";"))
            {
                if (Refused(tokens[start..i]) is { } refused)
                {
                    return refused;
                }

                start = i + 1;
            }
        }

        return null;
    }

    private static string? Refused(List<SqlToken> tokens)
    {
        var first = DuckDbRestrictedNames.Command(tokens);
        if (DuckDbRestrictedNames.RefusedCommand(tokens, first) is { } command)
        {
            return $"The command {command} is not allowed on this server: statements cannot access files or affect other sessions.";
        }

        var head = first < tokens.Count && tokens[first].Is("CREATE") ? DefinedName(tokens, first) : -1;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (IsName(tokens[i]) && Refused(tokens, i, i == head) is { } refused)
            {
                return refused;
            }
        }

        return DuckDbRestrictedNames.IsVariantOfBuiltText(tokens)
            ? "A VARIANT of text that the same statement builds is not allowed on this server: it may be nested too deep. Use a literal or a bind variable."
            : null;
    }

    private static string? Refused(List<SqlToken> tokens, int at, bool isDefined)
    {
        var name = DuckDbSql.NameOf(tokens[at]);
        if (DuckDbRestrictedNames.IsLog(name))
        {
            return $"{tokens[at].Text} is not allowed on this server: it shows data of other sessions.";
        }

        if (isDefined || at + 1 >= tokens.Count || !tokens[at + 1].Is("(") || IsColumnList(tokens, at))
        {
            return null;
        }

        if (DuckDbRestrictedNames.IsRefusedFunction(name))
        {
            return $"The function {tokens[at].Text} is not allowed on this server: statements cannot access files, run text as SQL, or affect other sessions.";
        }

        return DuckDbRestrictedNames.IsDeepFunction(name) && !TakesOnlyGivenValues(tokens, at + 1)
            ? $"On this server the function {tokens[at].Text} takes literals and bind variables only: a computed value may be nested too deep for DuckDB."
            : null;
    }

    private static bool IsName(SqlToken token) => token.First == '"' || SqlTokenizer.StartsName(token.First);

    /// <summary>The name before the first bracket of a CREATE, unless AS comes first. It is a definition, not a call.</summary>
    private static int DefinedName(List<SqlToken> tokens, int first)
    {
        for (var i = first + 1; i < tokens.Count && !tokens[i].Is("AS"); i++)
        {
            if (tokens[i].Is("("))
            {
                return i - 1;
            }
        }

        return -1;
    }

    /// <summary>Whether the bracket after a name contains columns: after INTO and REFERENCES, or in a common table expression.</summary>
    private static bool IsColumnList(List<SqlToken> tokens, int at)
    {
        var before = at - 1;
        while (before > 0 && tokens[before].Is("."))
        {
            before -= 2;
        }

        if (before >= 0 && (tokens[before].Is("INTO") || tokens[before].Is("REFERENCES")))
        {
            return true;
        }

        // name (columns) AS [NOT] [MATERIALIZED] ( ... )
        var after = EndOf(tokens, at + 1) + 1;
        if (after >= tokens.Count || !tokens[after].Is("AS"))
        {
            return false;
        }

        after++;
        while (after < tokens.Count && (tokens[after].Is("NOT") || tokens[after].Is("MATERIALIZED")))
        {
            after++;
        }

        return after < tokens.Count && tokens[after].Is("(");
    }

    private static int EndOf(List<SqlToken> tokens, int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += tokens[i].First switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                return i;
            }
        }

        return tokens.Count;
    }

    /// <summary>Whether the brackets only contain literals and bind variables, whose depth has been checked.</summary>
    private static bool TakesOnlyGivenValues(List<SqlToken> tokens, int open)
    {
        var end = EndOf(tokens, open);

        // The argument of j.json_structure() is before the name.
        if (end == open + 1 || end == tokens.Count)
        {
            return false;
        }

        for (var i = open + 1; i < end; i++)
        {
            var isGiven = tokens[i].First is '\'' or '?' or '$' or ':' or ',' || char.IsAsciiDigit(tokens[i].First)
                || (tokens[i].First is 'e' or 'E' && tokens[i].End > tokens[i].Start + 1 && tokens[i].Sql[tokens[i].Start + 1] == '\'')
                || tokens[i - 1].First is '$' or ':' || tokens[i].Is("NULL") || tokens[i].Is("JSON");
            if (!isGiven)
            {
                return false;
            }
        }

        return true;
    }
}
