using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Functions of the C API that DuckDB.NET does not expose.</summary>
internal static partial class DuckDbNative
{
    /// <summary>DUCKDB_STATEMENT_TYPE_MERGE_INTO, which the enumeration of DuckDB.NET 1.5.6.1 does not have.</summary>
    public const DuckDBStatementType MergeInto = (DuckDBStatementType)30;

    /// <summary>The alias of a type, which distinguishes JSON from text.</summary>
    public static string? AliasOf(DuckDBLogicalType type) => Take(GetAlias(type.DangerousGetHandle()));

    /// <summary>The name of a placeholder without its dollar, or its position.</summary>
    public static string? ParameterName(DuckDBPreparedStatement prepared, long index) =>
        Take(GetParameterName(prepared.DangerousGetHandle(), index));

    /// <summary>The type of a statement, before it is executed.</summary>
    public static DuckDBStatementType TypeOf(DuckDBPreparedStatement prepared) => GetStatementType(prepared.DangerousGetHandle());

    /// <summary>Creates a null of a type. DuckDB's own function creates untyped nulls.</summary>
    public static DuckDBValue NullOf(DuckDBLogicalType type)
    {
        using var none = NativeMethods.Value.DuckDBCreateNullValue();
        using var list = NativeMethods.Value.DuckDBCreateListValue(type, [none], 1);
        return GetListChild(list, 0);
    }

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

    [LibraryImport("duckdb", EntryPoint = "duckdb_get_list_child")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial DuckDBValue GetListChild(DuckDBValue list, long index);
}
