using System.Collections.Frozen;

namespace Mockhaus.Statements.Execution;

/// <summary>Determines the operation of SQL from its first words, for spans and metrics, which need a fixed set of names.</summary>
internal static class SqlOperation
{
    /// <summary>The name of a multi-statement request, whose parts have their own names.</summary>
    public const string Batch = "BATCH";

    /// <summary>Only these names are reported. Any other first word can contain a secret.</summary>
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Names = Lookup(
        "ALTER", "ANALYZE", "ATTACH", "BEGIN", "CALL", "CHECKPOINT", "COMMENT", "COMMIT", "COPY", "CREATE", "DECLARE", "DELETE", "DESC", "DESCRIBE",
        "DETACH", "DROP", "EXECUTE", "EXPLAIN", "EXPORT", "GET", "GRANT", "IMPORT", "INSERT", "INSTALL", "LIST", "LOAD", "MERGE", "PIVOT", "PRAGMA",
        "PREPARE", "PUT", "REMOVE", "RESET", "REVOKE", "ROLLBACK", "SELECT", "SET", "SHOW", "START", "SUMMARIZE", "TRUNCATE", "UNDROP", "UNPIVOT",
        "UNSET", "UPDATE", "USE", "VACUUM", "VALUES");

    /// <summary>The operations that can follow the common table expressions of WITH, outside of brackets.</summary>
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> AfterWith =
        Lookup("DELETE", "INSERT", "MERGE", "SELECT", "UPDATE", "VALUES");

    /// <summary>The operation of a statement in upper case, or null when its first word is unknown.</summary>
    public static string? From(Statement statement) => statement.StatementCount == 1 ? From(statement.Sql) : Batch;

    /// <summary>The same for a single statement.</summary>
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
                // DuckDB's FROM t is a SELECT without that word.
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
