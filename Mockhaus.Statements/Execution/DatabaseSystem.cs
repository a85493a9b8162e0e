using System.Data.Common;

namespace Mockhaus.Statements.Execution;

/// <summary>OpenTelemetry's name (<c>db.system.name</c>) of the database of an ADO.NET provider.</summary>
internal static class DatabaseSystem
{
    /// <summary>The name of an unknown SQL database in the conventions.</summary>
    public const string Other = "other_sql";

    public const string DuckDb = "duckdb";

    /// <summary>Determined by the namespace of the provider, because the library only references DuckDB's.</summary>
    public static string From(DbConnection connection) => connection.GetType().Namespace switch
    {
        "DuckDB.NET.Data" => DuckDb,
        "Microsoft.Data.Sqlite" or "System.Data.SQLite" => "sqlite",
        "Npgsql" => "postgresql",
        "MySqlConnector" or "MySql.Data.MySqlClient" => "mysql",
        "Microsoft.Data.SqlClient" or "System.Data.SqlClient" => "microsoft.sql_server",
        "Oracle.ManagedDataAccess.Client" => "oracle.db",
        "Snowflake.Data.Client" => "snowflake",
        _ => Other,
    };
}
