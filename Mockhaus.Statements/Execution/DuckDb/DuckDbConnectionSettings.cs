using DuckDB.NET.Data;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>What is set on a connection for the statements that it is for.</summary>
internal static class DuckDbConnectionSettings
{
    /// <summary>
    /// DuckDB counts a chunk of 2,048 rows without its texts. Its usual 1 MB ahead was up to 250 MB of rows of 4.5 KB (measured, 1.5); with this
    /// it is a few chunks at most, and as fast.
    /// </summary>
    private const string SmallBuffer = "SET streaming_buffer_size = '128KB'";

    /// <summary>Lets DuckDB run only a little ahead of whoever reads what it streams.</summary>
    /// <remarks>A host may have locked the configuration, and then it stays as it is.</remarks>
    public static void LimitStreaming(DuckDBConnection connection) => TryExecute(connection, SmallBuffer);

    /// <summary>Runs what may fail without harm: natively, because no exception is wanted.</summary>
    /// <returns>Whether it worked.</returns>
    public static bool TryExecute(DuckDBConnection connection, string sql)
    {
        var state = Query.DuckDBQuery(connection.NativeConnection, sql, out var result);
        Query.DuckDBDestroyResult(ref result);
        return state == DuckDBState.Success;
    }

    /// <summary>Lets casts, functions of the current time and the like go by a zone.</summary>
    /// <remarks>Where the database's configuration is locked, or its ICU extension is not there, or it knows fewer zones, they go by its
    /// own: most statements do not ask, and an output format shows the zone all the same.</remarks>
    public static void SetTimeZone(DuckDBConnection connection, TimeZoneInfo? zone)
    {
        if (zone is not null)
        {
            TryExecute(connection, $"SET SESSION TimeZone = {DuckDbSql.Quote(zone.Id, '\'')}");
        }
    }
}
