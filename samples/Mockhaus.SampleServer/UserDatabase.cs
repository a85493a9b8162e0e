using System.Data.Common;
using DuckDB.NET.Data;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;

namespace Mockhaus.SampleServer;

/// <summary>The database that the users' SQL runs on: filled from a folder, and then locked down.</summary>
internal sealed class UserDatabase : IAsyncDisposable
{
    private readonly bool _isFile;
    private string? _folder;

    public UserDatabase(string? file, string? folder)
    {
        (_isFile, _folder) = (file is not null, folder);
        Source = file is null ? new InMemoryDuckDbDataSource() : new DuckDbFileDataSource(file, Prepare);
    }

    public DbDataSource Source { get; }

    /// <summary>Opens it, and returns the names of its tables.</summary>
    public List<string> Open()
    {
        using var connection = Connect();
        if (!_isFile)
        {
            Prepare(connection);
        }

        return Tables(connection);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private DbConnection Connect()
    {
        try
        {
            return Source.OpenConnection();
        }
        catch (DuckDBException exception)
        {
            throw new IOException($"{exception.Message.TrimEnd('.')}. {DuckDbStatementStore.AdviceFor(exception)}", exception);
        }
    }

    /// <summary>Runs after each opening, because DuckDB does not keep settings in the file.</summary>
    private void Prepare(DbConnection connection)
    {
        if (_folder is not null)
        {
            DataFolder.Load(connection, _folder);
            _folder = null;
        }

        if (!_isFile)
        {
            FailOnDivisionByZero(connection);
        }

        Lock(connection);
    }

    private static List<string> Tables(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select table_name from duckdb_tables() where not internal union select view_name from duckdb_views() where not internal order by 1";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    // After this, users' SQL has no access to files or the network, cannot undo that, and cannot use all memory of the machine. With one
    // thread, each statement runs on its executor's thread, whose stack size is known. A statement may set a time zone; the default is UTC,
    // as in the texts of the rows.
    private static void Lock(DbConnection connection) => Execute(
        connection,
        $"""
        SET memory_limit = '{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / 1_000_000} MB';
        SET threads = 1;
        SET GLOBAL max_expression_depth = 300;
        SET temp_directory = '';
        SET autoinstall_known_extensions = false;
        SET autoload_known_extensions = false;
        SET enable_external_access = false;
        SET GLOBAL TimeZone = 'UTC';
        SET allowed_configs = ['TimeZone', 'streaming_buffer_size'];
        SET lock_configuration = true;
        """);

    // DuckDB does not treat it as an error. Operators are looked up as functions, so a database can define its own. A user's file would keep them.
    private static void FailOnDivisionByZero(DbConnection connection)
    {
        foreach (var sign in new[] { "/", "//", "%" })
        {
            Execute(
                connection,
                $"""
                CREATE OR REPLACE MACRO "{sign}"(a, b) AS
                CASE WHEN b = 0 THEN error('Division by zero') ELSE system.main."{sign}"(a, b) END
                """);
        }
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
