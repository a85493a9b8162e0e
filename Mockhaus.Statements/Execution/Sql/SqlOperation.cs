using System.Collections.Frozen;

namespace Mockhaus.Statements.Execution;

/// <summary>What kind of statement SQL is, from its first words: for spans and metrics, where each name has to be one of a few.</summary>
internal static class SqlOperation
{
    /// <summary>The name of a request of several statements, which have names of their own.</summary>
    public const string Batch = "BATCH";

    /// <summary>Only these are told: any other first word may be anything, a secret that was pasted among them.</summary>
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Names = Lookup(
        "ALTER", "ANALYZE", "ATTACH", "BEGIN", "CALL", "CHECKPOINT", "COMMENT", "COMMIT", "COPY", "CREATE", "DECLARE", "DELETE", "DESC", "DESCRIBE",
        "DETACH", "DROP", "EXECUTE", "EXPLAIN", "EXPORT", "GET", "GRANT", "IMPORT", "INSERT", "INSTALL", "LIST", "LOAD", "MERGE", "PIVOT", "PRAGMA",
        "PREPARE", "PUT", "REMOVE", "RESET", "REVOKE", "ROLLBACK", "SELECT", "SET", "SHOW", "START", "SUMMARIZE", "TRUNCATE", "UNDROP", "UNPIVOT",
        "UNSET", "UPDATE", "USE", "VACUUM", "VALUES");

    /// <summary>What stands behind the common table expressions of WITH, outside of all brackets.</summary>
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> AfterWith =
        Lookup("DELETE", "INSERT", "MERGE", "SELECT", "UPDATE", "VALUES");

    /// <summary>The name of a statement's operation in capitals, or null when its first word is none of those known.</summary>
    public static string? From(Statement statement) => statement.StatementCount == 1 ? From(statement.Sql) : Batch;

    /// <summary>The same of one statement.</summary>
    public static string? From(string sql)
    {
        var (isWith, depth) = (false, 0);
        foreach (var token in SqlTokenizer.Tokenize(sql))
        {
            if (token.First is '(' or ')')
            {
                depth += token.First == '(' ? 1 : -1;
            }
            else if (isWith)
            {
                if (depth <= 0 && AfterWith.TryGetValue(token.Text, out var main))
                {
                    return main;
                }
            }
            else if (token.Is("WITH"))
            {
                (isWith, depth) = (true, 0);
            }
            else if (token.First != ';')
            {
                // DuckDB's FROM t is a SELECT that leaves the word out.
                return token.Is("FROM") ? "SELECT" : Names.GetValueOrNull(token.Text);
            }
        }

        return null;
    }

    private static string? GetValueOrNull(this FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> names, ReadOnlySpan<char> word) =>
        names.TryGetValue(word, out var name) ? name : null;

    private static FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup(params string[] names) =>
        names.ToFrozenDictionary(name => name, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
