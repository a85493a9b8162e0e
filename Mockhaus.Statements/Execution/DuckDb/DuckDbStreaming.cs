using System.Data.Common;
using DuckDB.NET.Data;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>How far DuckDB runs ahead of whoever reads what it streams.</summary>
internal static class DuckDbStreaming
{
    /// <summary>
    /// DuckDB counts a chunk of 2,048 rows without its texts. Its usual 1 MB ahead was up to 250 MB of rows of 4.5 KB (measured, 1.5); with this
    /// it is a few chunks at most, and as fast.
    /// </summary>
    private const string Sql = "SET streaming_buffer_size = '128KB'";

    /// <summary>Makes it little, on a connection that has just been opened.</summary>
    public static void Limit(DbConnection connection)
    {
        if (connection is DuckDBConnection duckDb)
        {
            // A host may have locked the configuration: then it stays as it is.
            Query.DuckDBQuery(duckDb.NativeConnection, Sql, out var result);
            Query.DuckDBDestroyResult(ref result);
        }
    }
}
