using DuckDB.NET.Data;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Sets options of a connection for its statements.</summary>
internal static class DuckDbConnectionSettings
{
    /// <summary> DuckDB counts a chunk of 2,048 rows without its texts. Its default of 1 MB was up to 250 MB for rows of 4.5 KB (measured,
    /// 1.5); with this value it is a few chunks, at the same speed.
    /// </summary>
    private const string SmallBuffer = "SET streaming_buffer_size = '128KB'";

    /// <summary>Limits how far DuckDB runs ahead of the reader of a streamed result.</summary>
    /// <remarks>Without effect when the host has locked the configuration.</remarks>
    public static void LimitStreaming(DuckDBConnection connection) => TryExecute(connection, SmallBuffer);

    /// <summary>Runs SQL that can fail without consequences. Natively, without exceptions.</summary>
    /// <returns>True when it succeeded.</returns>
    public static bool TryExecute(DuckDBConnection connection, string sql)
    {
        var state = Query.DuckDBQuery(connection.NativeConnection, sql, out var result);
        Query.DuckDBDestroyResult(ref result);
        return state == DuckDBState.Success;
    }

    /// <summary>Sets the time zone of casts, functions of the current time and similar.</summary>
    /// <remarks>Without effect when the configuration is locked, the ICU extension is missing, or DuckDB does not know the time zone.
    /// Most statements do not depend on it, and output formats use the time zone in any case.</remarks>
    public static void SetTimeZone(DuckDBConnection connection, TimeZoneInfo? zone)
    {
        if (zone is not null)
        {
            TryExecute(connection, $"SET SESSION TimeZone = {DuckDbSql.Quote(zone.Id, '\'')}");
        }
    }
}
