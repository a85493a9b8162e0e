using DuckDB.NET.Data;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>A folder for each test, stores on files in it, and statements for them.</summary>
public abstract class StoreFileFixture
{
    protected const string Session = "session";

    protected string Folder { get; private set; } = "";

    protected string File => Path.Combine(Folder, "statements.db");

    protected string Log => File + ".wal";

    [SetUp]
    public void MakeFolder() => Folder = Directory.CreateTempSubdirectory("mockhaus").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Folder, recursive: true);

    protected DuckDbStatementStore Open(string? path = null) => new(new() { Path = path ?? File });

    /// <summary>Opening a file that has to be refused.</summary>
    protected StatementStoreException Refusal(string? path = null)
    {
        // What opens all the same is closed, so that the next test does not meet it.
        Action open = () => Open(path).DisposeAsync().AsTask().GetAwaiter().GetResult();
        return open.Should().Throw<StatementStoreException>().Which;
    }

    protected static async Task<Statement> AddAsync(DuckDbStatementStore store, string? requestId = null)
    {
        var statement = Samples.Submitted(TimeProvider.System, Session, requestId);
        (await store.AddAsync(statement, int.MaxValue, default)).Written.Should().BeTrue();
        return statement;
    }

    /// <summary>A statement that has succeeded with one batch.</summary>
    protected static async Task<Statement> AddSucceededAsync(DuckDbStatementStore store, string json = """{"data":[["1"],["2"]]}""")
    {
        var running = Samples.Started(await AddAsync(store), TimeProvider.System.GetUtcNow());
        (await store.ReplaceAsync(running, 1, default)).Written.Should().BeTrue();
        var batch = Samples.Batch(0, json);
        (await store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();
        var succeeded = Samples.Succeeded(running, TimeProvider.System.GetUtcNow(), batch.Info);
        (await store.ReplaceAsync(succeeded, 2, default)).Written.Should().BeTrue();
        return succeeded;
    }

    /// <summary>What a store on a copy of the files finds, as they lie there while they are in use: as after a kill.</summary>
    protected string CopyAsAfterAKill()
    {
        var copy = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "copy")).FullName, "statements.db");
        System.IO.File.Copy(File, copy, overwrite: true);
        if (System.IO.File.Exists(Log))
        {
            System.IO.File.Copy(Log, copy + ".wal", overwrite: true);
        }

        return copy;
    }

    /// <summary>Asks a closed file as a person with a shell would.</summary>
    protected static List<object?[]> Query(string path, string sql)
    {
        using var connection = new DuckDBConnection($"Data Source={path}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    protected static void Execute(string path, string sql)
    {
        using var connection = new DuckDBConnection($"Data Source={path}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
