using System.Collections.Concurrent;
using System.Globalization;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>An open database: one connection that writes, and one for each reader at a time.</summary>
internal sealed class DuckDbDatabase : IDisposable
{
    private readonly ConcurrentBag<DuckDBConnection> _idle = [];

    private readonly bool _isFile;

    private DuckDbDatabase(DuckDBConnection writer, bool isFile) => (Writer, _isFile) = (writer, isFile);

    /// <summary>The connection of the writer's thread only.</summary>
    public DuckDBConnection Writer { get; }

    /// <param name="path">The canonical path, or null for one in memory.</param>
    /// <param name="memoryLimit">In MB.</param>
    public static DuckDbDatabase Open(string? path, int memoryLimit)
    {
        DuckDbLibrary.Load();
        var connection = new DuckDBConnection(new DuckDBConnectionStringBuilder
        {
            DataSource = path ?? DuckDBConnectionStringBuilder.InMemoryDataSource,
            ["memory_limit"] = string.Create(CultureInfo.InvariantCulture, $"{memoryLimit}MiB"),

            // One thread each: the calling thread does the work, and many open files stay cheap.
            ["threads"] = "1",
            ["storage_compatibility_version"] = DuckDbSchema.StorageVersion,
        }.ConnectionString);
        var database = new DuckDbDatabase(connection, path is not null);
        try
        {
            connection.Open();
            if (path is not null)
            {
                database.CheckPath(path);
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public void Execute(string sql)
    {
        using var command = Writer.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Reads on a connection that no other thread uses. Blocks while DuckDB works.</summary>
    public void Read(string sql, DuckDbQuery.ChunkReader read)
    {
        var connection = _idle.TryTake(out var idle) ? idle : Duplicate();
        try
        {
            DuckDbQuery.Read(connection.NativeConnection, sql, read);
        }
        finally
        {
            _idle.Add(connection);
        }
    }

    public void Dispose()
    {
        foreach (var connection in _idle)
        {
            connection.Dispose();
        }

        Writer.Dispose();
    }

    private DuckDBConnection Duplicate()
    {
        // DuckDB.NET shares the database of a file by path; in memory each connection would get a database of its own.
        var connection = _isFile ? new DuckDBConnection(Writer.ConnectionString) : Writer.Duplicate();
        connection.Open();
        return connection;
    }

    /// <summary>Where other code has a connection to a path that differs in case only, DuckDB.NET returns that database (DuckDB.NET
    /// 1.5.6.1).</summary>
    private void CheckPath(string path) => Read("select path from duckdb_databases() where not internal", (columns, rows) =>
    {
        var opened = System.Text.Encoding.UTF8.GetString(columns[0].Bytes(rows - 1));
        if (opened != path)
        {
            throw new IOException($"This process has '{opened}' open, and DuckDB.NET gave that file instead. Close it, or rename one of them.");
        }
    });
}
