using DuckDB.NET.Data;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>A database in memory with the rows of a shape in a table, so that reading them costs both sides next to nothing.</summary>
internal sealed class ResultTable : IAsyncDisposable
{
    public const string Query = "SELECT * FROM source";

    private ResultTable(ResultShape shape, InMemoryDuckDbDataSource database) => (Shape, Database) = (shape, database);

    public ResultShape Shape { get; }

    public InMemoryDuckDbDataSource Database { get; }

    /// <summary>Makes as many rows as come to about that many MB of JSON.</summary>
    public static async Task<ResultTable> MakeAsync(ResultShape shape, int megabytes)
    {
        var database = new InMemoryDuckDbDataSource();
        await using var command = database.CreateCommand($"CREATE TABLE source AS {shape.Query((long)megabytes * shape.RowsOfAMB)}");
        await command.ExecuteNonQueryAsync();
        return new(shape, database);
    }

    /// <summary>Reads all rows with DuckDB.NET, as they stream.</summary>
    public void Read(Action<DuckDBDataReader> read)
    {
        using var connection = (DuckDBConnection)Database.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = Query;
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        read(reader);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
