using System.Data.Common;

namespace Mockhaus.Statements.Execution;

/// <summary>OpenTelemetry's name (<c>db.system.name</c>) of what is behind an ADO.NET provider.</summary>
internal static class DatabaseSystem
{
    /// <summary>What the conventions have for a database that speaks SQL and is not known more closely.</summary>
    public const string Other = "other_sql";

    public const string DuckDb = "duckdb";

    /// <summary>By the provider's namespace: the library knows no provider but DuckDB's.</summary>
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
