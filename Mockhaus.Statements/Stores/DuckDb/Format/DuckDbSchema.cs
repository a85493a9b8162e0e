using System.Globalization;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The tables and views of a file, as documented in docs/storage-format.md.</summary>
internal static class DuckDbSchema
{
    /// <summary>The format that this version writes; it reads this format and all earlier ones.</summary>
    public const int Format = 1;

    public const string Columns = "seq, kind, handle, version, ticks, session, request, entry, data";

    /// <summary>DuckDB's own storage version: every DuckDB from 1.5 on can read it, and a damaged log is detected from it on.</summary>
    public const string StorageVersion = "v1.5.0";

    public static string CreateStore { get; } = string.Create(CultureInfo.InvariantCulture, $"""
        create table mockhaus_store (format integer, note varchar);
        insert into mockhaus_store values ({Format}, 'Statements of Mockhaus.Statements. Read the views statements, statement_results and statement_history.');
        """);

    /// <remarks>
    /// DuckDB's automatic compression is not used (measured): it makes the JSON 2.6 times as large as Zstandard does, and slower to read;
    /// it saves little for handles, but decompressing them takes a sixth of the time to open a file. Batches are mostly compressed
    /// already: what DuckDB would still save costs up to 25 ms for each batch that is read, because it decompresses all that are before
    /// it.
    /// </remarks>
    public static string Create(Generation generation) =>
        $"create table {generation.Table} (seq bigint, kind utinyint, handle uuid using compression uncompressed, version bigint, ticks bigint, " +
        "session varchar, request varchar, entry varchar using compression zstd, data blob using compression uncompressed);";

    public static string Drop(Generation generation) => $"drop table {generation.Table};";

    /// <summary>The views over all tables; created again when a table is added or dropped.</summary>
    public static string CreateViews(IEnumerable<Generation> generations) => $"""
        create or replace view statement_rows as
        with rows as ({string.Join(" union all ", generations.Select(generation => $"select {Columns} from {generation.Table}"))}),
        placed as (
            select *, max(seq) filter (where kind in (1, 2)) over (partition by handle) as begins, max(seq) filter (where kind = 3) over (partition by handle) as ends
            from rows)
        select {Columns} from placed where seq >= begins and (ends is null or ends < begins);

        create or replace view statement_history as
        select handle, version,
            case when kind in (1, 2) then coalesce(entry->>'$.state.status', 'Submitted') else entry->>'$.state.status' end as status,
            case
                when kind in (1, 2, 11) then (entry->>'$.request.createdAt')::timestamp
                when kind = 12 then (entry->>'$.state.startedAt')::timestamp
                else (entry->>'$.state.completedAt')::timestamp
            end as moved_at,
            (entry->>'$.state.cancelRequestedAt')::timestamp as cancel_requested_at,
            seq
        from statement_rows where kind not in (4, 5) and not (kind = 2 and (entry->'$.state') is null);

        create or replace view statements as
        select handle,
            arg_min(session, seq) as session_id,
            arg_min(entry->>'$.request.sql', seq) as sql,
            arg_max(entry->>'$.state.status', seq) as status,
            (arg_min(entry->>'$.request.createdAt', seq))::timestamp as created_at,
            (max(entry->>'$.state.startedAt'))::timestamp as started_at,
            (max(entry->>'$.state.completedAt'))::timestamp as completed_at,
            max(entry->>'$.state.error.message') as error_message,
            max(entry->>'$.state.error.code') as error_code,
            (arg_max_null(entry->>'$.state.result.rowCount', seq))::bigint as result_row_count,
            arg_max_null(entry->>'$.state.result', seq) as result_metadata
        from statement_rows where kind not in (4, 5)
        group by handle;

        create or replace view statement_results as
        select handle, version as batch_number, arg_max(entry->>'$.encoding', seq) as encoding, arg_max(data, seq) as result_data
        from statement_rows
        where kind = 5 and handle in (select handle from statements where result_metadata is not null)
        group by handle, version;
        """;
}
