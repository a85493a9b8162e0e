namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>A function call in SQL: its tokens from the name to the closing bracket.</summary>
/// <param name="Tokens">All tokens of the SQL.</param>
/// <param name="Open">The index of the opening bracket.</param>
/// <param name="Close">The index of the closing bracket.</param>
internal readonly record struct SqlArguments(IReadOnlyList<SqlToken> Tokens, int Open, int Close)
{
    /// <summary>The call whose opening bracket is at an index, or null when there is none, or it is not closed.</summary>
    public static SqlArguments? At(IReadOnlyList<SqlToken> tokens, int open)
    {
        if (open >= tokens.Count || tokens[open].First != '(')
        {
            return null;
        }

        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += tokens[i].DepthChange;
            if (depth == 0)
            {
                return new(tokens, open, i);
            }
        }

        return null;
    }

    /// <summary>The arguments: the range of tokens of each.</summary>
    public IEnumerable<(int First, int End)> Each()
    {
        var (first, depth) = (Open + 1, 0);
        for (var i = Open + 1; i <= Close; i++)
        {
            depth += i < Close ? Tokens[i].DepthChange : 0;
            if (i == Close || (depth == 0 && Tokens[i].First == ','))
            {
                if (i > first)
                {
                    yield return (first, i);
                }

                first = i + 1;
            }
        }
    }
}
