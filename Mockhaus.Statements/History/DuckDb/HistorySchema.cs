using System.Globalization;

namespace Mockhaus.Statements.History;

/// <summary>The tables and the view of a history file, as documented in docs/storage-format.md.</summary>
internal static class HistorySchema
{
    /// <summary>The format that this version writes; it reads this format and all earlier ones.</summary>
    public const int Format = 1;

    public const string TablePrefix = "history_";

    public const string Columns = "seq, id, kind, happened, session, \"user\", handle, status, tag, shape, entry";

    public static string CreateHistory { get; } = string.Create(CultureInfo.InvariantCulture, $"""
        create table mockhaus_history (format integer, note varchar);
        insert into mockhaus_history values ({Format}, 'History of Mockhaus.Statements. Read the view query_history.');
        create table pending_erasures (session varchar, "user" varchar, handle uuid);
        """);

    /// <summary>What a filter needs are columns; everything else is in the JSON, which Zstandard compresses to a fifth.</summary>
    public static string Create(string table) =>
        $"create table {table} (seq bigint, id uuid using compression uncompressed, kind utinyint, happened timestamp, session varchar, \"user\" varchar, "
        + "handle uuid, status utinyint, tag varchar, shape uuid, entry varchar using compression zstd);";

    /// <summary>The view for a person with a DuckDB shell, with the names of Snowflake's QUERY_HISTORY; created again when a table is added.</summary>
    public static string CreateView(IEnumerable<HistoryTable> tables) => $"""
        create or replace view query_history as
        with entries as ({string.Join(" union all ", tables.Select(table => $"select seq, kind, entry::json as e from {table.Name}"))})
        select
            e->>'handle' as QUERY_ID, e->>'sql' as QUERY_TEXT, e->>'database' as DATABASE_NAME, e->>'schema' as SCHEMA_NAME,
            e->>'operation' as QUERY_TYPE, e->>'sessionId' as SESSION_ID, e->>'user' as USER_NAME, e->>'role' as ROLE_NAME,
            e->>'warehouse' as WAREHOUSE_NAME, e->>'queryTag' as QUERY_TAG,
            case e->>'status' when 'Succeeded' then 'SUCCESS' else 'FAIL' end as EXECUTION_STATUS,
            e->>'errorCode' as ERROR_CODE, e->>'errorMessage' as ERROR_MESSAGE,
            (e->>'createdAt')::timestamptz as START_TIME, (e->>'completedAt')::timestamptz as END_TIME,
            date_diff('millisecond', (e->>'createdAt')::timestamptz, (e->>'completedAt')::timestamptz) as TOTAL_ELAPSED_TIME,
            date_diff('millisecond', (e->>'startedAt')::timestamptz, (e->>'completedAt')::timestamptz) as EXECUTION_TIME,
            date_diff('millisecond', (e->>'createdAt')::timestamptz, (e->>'startedAt')::timestamptz) as QUEUED_OVERLOAD_TIME,
            (e->>'rows')::bigint as ROWS_PRODUCED, (e->>'bytes')::bigint as BYTES_WRITTEN_TO_RESULT,
            e->>'shape' as QUERY_PARAMETERIZED_HASH
        from entries where kind = 0 order by seq desc;
        """;
}
