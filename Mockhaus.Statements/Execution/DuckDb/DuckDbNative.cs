using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The few functions that DuckDB.NET does not pass on.</summary>
internal static partial class DuckDbNative
{
    /// <summary>DUCKDB_STATEMENT_TYPE_MERGE_INTO, which the enumeration of DuckDB.NET 1.5.6.1 does not have.</summary>
    public const DuckDBStatementType MergeInto = (DuckDBStatementType)30;

    /// <summary>The name of a type, without which JSON cannot be told from text.</summary>
    public static string? AliasOf(DuckDBLogicalType type) => Take(GetAlias(type.DangerousGetHandle()));

    /// <summary>The name of a placeholder: what follows its dollar, or its position.</summary>
    public static string? ParameterName(DuckDBPreparedStatement prepared, long index) =>
        Take(GetParameterName(prepared.DangerousGetHandle(), index));

    /// <summary>What kind of statement it is, before it is executed.</summary>
    public static DuckDBStatementType TypeOf(DuckDBPreparedStatement prepared) => GetStatementType(prepared.DangerousGetHandle());

    private static string? Take(nint text)
    {
        if (text == 0)
        {
            return null;
        }

        try
        {
            return Marshal.PtrToStringUTF8(text);
        }
        finally
        {
            NativeMethods.Helpers.DuckDBFree(text);
        }
    }

    [LibraryImport("duckdb", EntryPoint = "duckdb_logical_type_get_alias")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetAlias(nint type);

    [LibraryImport("duckdb", EntryPoint = "duckdb_parameter_name")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetParameterName(nint prepared, long index);

    [LibraryImport("duckdb", EntryPoint = "duckdb_prepared_statement_type")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial DuckDBStatementType GetStatementType(nint prepared);
}
