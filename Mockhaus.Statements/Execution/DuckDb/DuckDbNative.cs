using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The one function that DuckDB.NET does not pass on: without it, JSON cannot be told from text.</summary>
internal static partial class DuckDbNative
{
    public static string? AliasOf(DuckDBLogicalType type)
    {
        var alias = GetAlias(type.DangerousGetHandle());
        if (alias == 0)
        {
            return null;
        }

        try
        {
            return Marshal.PtrToStringUTF8(alias);
        }
        finally
        {
            NativeMethods.Helpers.DuckDBFree(alias);
        }
    }

    [LibraryImport("duckdb", EntryPoint = "duckdb_logical_type_get_alias")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetAlias(nint type);
}
