using System.Collections.Frozen;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The functions and commands of DuckDB 1.5.6 that a shared server refuses.</summary>
internal static class DuckDbRestrictedNames
{
    private static readonly FrozenSet<string> Functions = Names(
        "READ_BLOB READ_CSV READ_CSV_AUTO READ_DUCKDB READ_JSON READ_JSON_AUTO READ_JSON_OBJECTS READ_JSON_OBJECTS_AUTO READ_NDJSON READ_NDJSON_AUTO "
        + "READ_NDJSON_OBJECTS READ_PARQUET READ_TEXT READ_AVRO READ_XLSX GLOB SNIFF_CSV PARQUET_SCAN PARQUET_METADATA PARQUET_SCHEMA PARQUET_FILE_METADATA "
        + "PARQUET_KV_METADATA PARQUET_FULL_METADATA PARQUET_BLOOM_PROBE ARROW_SCAN ARROW_SCAN_DUMB SEQ_SCAN COPY_DATABASE IMPORT_DATABASE "
        + "QUERY QUERY_TABLE JSON_EXECUTE_SERIALIZED_SQL JSON_DESERIALIZE_SQL JSON_SERIALIZE_PLAN "
        + "ENABLE_LOGGING DISABLE_LOGGING TRUNCATE_DUCKDB_LOGS WRITE_LOG ENABLE_PROFILING DISABLE_PROFILING ENABLE_PROFILE DISABLE_PROFILE "
        + "ENABLE_PEG_PARSER DISABLE_PEG_PARSER FORCE_CHECKPOINT WHICH_SECRET DUCKDB_SECRETS");

    private static readonly FrozenSet<string> Logs = Names("DUCKDB_LOGS DUCKDB_LOGS_PARSED DUCKDB_LOG_CONTEXTS");

    // They recurse for each level of the JSON, or of the type that the JSON describes.
    private static readonly FrozenSet<string> Deep = Names(
        "FROM_JSON FROM_JSON_STRICT JSON_TRANSFORM JSON_TRANSFORM_STRICT JSON_STRUCTURE JSON_GROUP_STRUCTURE");

    private static readonly FrozenSet<string> TextBuilders = Names(
        "REPEAT LPAD RPAD REPLACE REGEXP_REPLACE TRANSLATE CONCAT CONCAT_WS STRING_AGG GROUP_CONCAT LISTAGG ARRAY_TO_STRING LIST_REDUCE REDUCE "
        + "ARRAY_REDUCE LIST_AGGREGATE LIST_AGGR ARRAY_AGGREGATE ARRAY_AGGR FORMAT PRINTF BAR");

    private static readonly FrozenSet<string> Commands = Names("COPY EXPORT IMPORT ATTACH DETACH INSTALL LOAD FORCE");

    private static readonly FrozenSet<string> Pragmas = Names(
        "TABLE_INFO SHOW SHOW_TABLES SHOW_TABLES_EXPANDED SHOW_DATABASES DATABASE_LIST DATABASE_SIZE VERSION PLATFORM FUNCTIONS COLLATIONS STORAGE_INFO "
        + "METADATA_INFO USER_AGENT EXTENSION_VERSIONS");

    public static bool IsRefusedFunction(string name) => Functions.Contains(name);

    public static bool IsDeepFunction(string name) => Deep.Contains(name) || name.StartsWith("VARIANT_", StringComparison.OrdinalIgnoreCase);

    public static bool IsLog(string name) => Logs.Contains(name);

    /// <summary>Finds the command of a statement, after EXPLAIN and PREPARE.</summary>
    public static int Command(List<SqlToken> tokens)
    {
        var at = 0;
        while (at < tokens.Count)
        {
            if (tokens[at].Is("EXPLAIN"))
            {
                at = AfterOptions(tokens, at + 1);
            }
            else if (tokens[at].Is("PREPARE") && tokens.FindIndex(at, token => token.Is("AS")) is >= 0 and var body)
            {
                at = body + 1;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    /// <summary>The command when it is refused; otherwise null.</summary>
    public static string? RefusedCommand(List<SqlToken> tokens, int at)
    {
        bool Is(int index, string word) => at + index < tokens.Count && tokens[at + index].Is(word);
        if (at >= tokens.Count)
        {
            return null;
        }

        var command = tokens[at].Text.ToString().ToUpperInvariant();
        if (Commands.Contains(command))
        {
            return command;
        }

        return command switch
        {
            "SET" or "RESET" when Is(1, "GLOBAL") => $"{command} GLOBAL",
            "SET" or "RESET" when Is(1, "STREAMING_BUFFER_SIZE") || Is(2, "STREAMING_BUFFER_SIZE") => $"{command} streaming_buffer_size",
            "UPDATE" when Is(1, "EXTENSIONS") && !Is(2, "SET") => "UPDATE EXTENSIONS",
            "PRAGMA" when at + 1 < tokens.Count && !Pragmas.Contains(DuckDbSql.NameOf(tokens[at + 1])) => $"PRAGMA {tokens[at + 1].Text}",
            "CREATE" or "DROP" when tokens.Skip(at + 1).Take(4).TakeWhile(IsBeforeSecret).Count() is var skipped && Is(skipped + 1, "SECRET") =>
                $"{command} SECRET",
            _ => null,
        };
    }

    /// <summary>Whether a statement creates a VARIANT and also builds text, which can be JSON of any depth.</summary>
    public static bool IsVariantOfBuiltText(List<SqlToken> tokens) =>
        tokens.Exists(token => DuckDbSql.NameOf(token) is var name && name.Equals("VARIANT", StringComparison.OrdinalIgnoreCase))
        && Enumerable.Range(0, tokens.Count - 1).Any(i => tokens[i + 1].Is("(") && TextBuilders.Contains(DuckDbSql.NameOf(tokens[i])));

    private static bool IsBeforeSecret(SqlToken token) =>
        token.Is("OR") || token.Is("REPLACE") || token.Is("PERSISTENT") || token.Is("TEMPORARY") || token.Is("TEMP");

    private static int AfterOptions(List<SqlToken> tokens, int at)
    {
        while (at < tokens.Count && (tokens[at].Is("ANALYZE") || tokens[at].Is("ANALYSE") || tokens[at].Is("VERBOSE")))
        {
            at++;
        }

        // EXPLAIN (ANALYZE, FORMAT json) ..., or EXPLAIN (SELECT ...), which cannot contain a refused command.
        if (at < tokens.Count && tokens[at].Is("("))
        {
            while (at < tokens.Count && !tokens[at].Is(")"))
            {
                at++;
            }

            at++;
        }

        return at;
    }

    private static FrozenSet<string> Names(string names) => names.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
