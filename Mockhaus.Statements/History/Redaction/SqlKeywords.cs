using System.Collections.Frozen;

namespace Mockhaus.Statements.History;

/// <summary>The words that stay in SQL that could not be parsed. Any other word may be a value.</summary>
internal static class SqlKeywords
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = FrozenSet.ToFrozenSet(
        [
            "ADD", "ALL", "ALTER", "ANALYZE", "AND", "ANY", "ARRAY", "AS", "ASC", "ASOF", "AT", "ATTACH", "BEFORE", "BEGIN", "BETWEEN", "BIGINT", "BINARY",
            "BOOLEAN", "BY", "CALL", "CASE", "CAST", "CHAR", "CHECK", "CHECKPOINT", "CLONE", "CLUSTER", "COLLATE", "COLUMN", "COMMENT", "COMMIT", "CONSTRAINT",
            "COPY", "CREATE", "CROSS", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "DATABASE", "DATABASES", "DATE", "DECIMAL", "DECLARE", "DEFAULT",
            "DELETE", "DESC", "DESCRIBE", "DETACH", "DISTINCT", "DO", "DOUBLE", "DROP", "ELSE", "END", "ESCAPE", "EXCEPT", "EXECUTE", "EXISTS", "EXPLAIN",
            "EXPORT", "FALSE", "FETCH", "FILTER", "FIRST", "FLATTEN", "FLOAT", "FOLLOWING", "FOR", "FOREIGN", "FROM", "FULL", "FUNCTION", "GLOB", "GRANT",
            "GROUP", "GROUPING", "HAVING", "IDENTIFIED", "IF", "ILIKE", "IMPORT", "IN", "INDEX", "INNER", "INSERT", "INSTALL", "INT", "INTEGER", "INTERSECT",
            "INTERVAL", "INTO", "IS", "JOIN", "KEY", "LAST", "LATERAL", "LEFT", "LIKE", "LIMIT", "LIST", "LOAD", "MACRO", "MATCHED", "MERGE", "MINUS",
            "NATURAL", "NOT", "NULL", "NULLS", "NUMBER", "NUMERIC", "OBJECT", "OF", "OFFSET", "ON", "OR", "ORDER", "OUTER", "OVER", "OVERWRITE",
            "PARTITION", "PASSWORD", "PIVOT", "POSITIONAL", "PRAGMA", "PRECEDING", "PREPARE", "PRIMARY", "PROCEDURE", "QUALIFY", "RANGE", "RECURSIVE",
            "REFERENCES", "RENAME", "REPLACE", "RESET", "RESTRICT", "RETURNING", "REVOKE", "RIGHT", "ROLE", "ROLLBACK", "ROW", "ROWS", "SAMPLE", "SCHEMA",
            "SCHEMAS", "SELECT", "SEMI", "SEQUENCE", "SET", "SHOW", "SMALLINT", "SOME", "START", "STRING", "SUMMARIZE", "TABLE", "TABLES", "TABLESAMPLE",
            "TEMP", "TEMPORARY", "TEXT", "THEN", "TIME", "TIMESTAMP", "TO", "TOP", "TRANSACTION", "TRANSIENT", "TRUE", "TRUNCATE", "TYPE", "UNBOUNDED",
            "UNDROP", "UNION", "UNIQUE", "UNNEST", "UNPIVOT", "UNSET", "UPDATE", "USE", "USER", "USING", "VACUUM", "VALUES", "VARCHAR", "VARIANT", "VIEW",
            "VIEWS", "WAREHOUSE", "WHEN", "WHERE", "WINDOW", "WITH", "WITHIN",
        ],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> word) => Words.Contains(word);
}
