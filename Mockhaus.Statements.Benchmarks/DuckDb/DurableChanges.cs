using DuckDB.NET.Data;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Benchmarks.DuckDb;

/// <summary>
/// Changes that are acknowledged when they are durable; against one autocommit statement for each through DuckDB.NET: a prepared
/// INSERT of the same facts into a table without key or index, which is the fastest of the obvious ways.
/// </summary>
internal static class DurableChanges
{
    private const int Fewer = 60;

    public static Comparison Of256 { get; } = new("duckdb.durable.256", 50, 60_000, count => OursAsync(count, 256), count => TheirsAsync(count, Fewer));

    public static Comparison Of1 { get; } = new("duckdb.durable.1", 0.7, 900, count => OursAsync(count, 1), count => TheirsAsync(count, 1));

    private static async Task<TimeSpan> OursAsync(int count, int callers)
    {
        using var folder = new TemporaryFolder();
        await using var store = new DuckDbStatementStore(new() { Path = folder.File("statements.db") });
        var start = TimeProvider.System.GetTimestamp();
        await StoredLives.LiveAsync(store, count / StoredLives.Changes, callers);
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>A part of the changes, and the time that all of them would take: each costs the same.</summary>
    private static async Task<TimeSpan> TheirsAsync(int count, int fewer)
    {
        using var folder = new TemporaryFolder();
        await using var connection = new DuckDBConnection($"Data Source={folder.File("statements.db")}");
        connection.Open();
        await using var create = connection.CreateCommand();
        create.CommandText = "create table statements (handle uuid, session_id varchar, sql varchar, status varchar, created_at timestamp, "
            + "started_at timestamp, completed_at timestamp, error_message varchar, error_code varchar, result_row_count bigint, result_metadata varchar)";
        create.ExecuteNonQuery();
        await using var insert = connection.CreateCommand();
        insert.CommandText = "insert into statements values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        var values = new object?[] { null, "session", "select * from orders where id = 1", "SUCCEEDED", null, null, null, null, null, 1L, "{}" };
        foreach (var value in values)
        {
            insert.Parameters.Add(new DuckDBParameter(value ?? DBNull.Value));
        }

        insert.Prepare();
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count / fewer; i++)
        {
            insert.Parameters[0].Value = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
            insert.Parameters[4].Value = insert.Parameters[5].Value = TimeProvider.System.GetUtcNow().UtcDateTime;
            insert.ExecuteNonQuery();
        }

        return TimeProvider.System.GetElapsedTime(start) * fewer;
    }
}
