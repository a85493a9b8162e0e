using System.Text.Json;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Structure;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>What a person with a DuckDB shell sees of a closed file; docs/storage-format.md promises it.</summary>
public sealed class ViewTests : StoreFileFixture
{
    [Test]
    public async Task Statements_show_how_each_of_them_stands()
    {
        Statement succeeded;
        Statement failed;
        await using (var store = Open())
        {
            succeeded = await AddSucceededAsync(store);
            failed = Samples.Failed(await AddAsync(store), TimeProvider.System.GetUtcNow());
            await store.ReplaceAsync(failed, 1, default);
        }

        Query(File, """
            select handle, session_id, sql, status, error_code, error_message, result_row_count, result_metadata->>'$.columns[0].name',
                created_at <= started_at, started_at <= completed_at
            from statements order by created_at
            """).Should().BeEquivalentTo(
            new object?[][]
            {
                [succeeded.Handle.Value, Session, succeeded.Sql, "Succeeded", null, null, 2L, "N", true, true],
                [failed.Handle.Value, Session, failed.Sql, "Failed", "002003", "Object 'T' does not exist.", null, null, null, null],
            },
            options => options.WithStrictOrdering());
    }

    [Test]
    public async Task The_columns_are_the_documented_ones()
    {
        await Open().DisposeAsync();

        Columns("statements").Should().Equal(
            "handle", "session_id", "sql", "status", "created_at", "started_at", "completed_at",
            "error_message", "error_code", "result_row_count", "result_metadata");
        Columns("statement_results").Should().Equal("handle", "batch_number", "encoding", "result_data");
        Columns("statement_rows").Should().Equal("seq", "kind", "handle", "version", "ticks", "session", "request", "entry", "data");
        Columns("statement_history").Should().Equal("handle", "version", "status", "moved_at", "cancel_requested_at", "seq");
    }

    [Test]
    public async Task The_keys_of_a_result_are_documented()
    {
        await using (var store = Open())
        {
            await AddSucceededAsync(store);
        }

        var page = SourceTree.Read("docs/storage-format.md");
        var json = Query(File, "select result_metadata from statements").Should().ContainSingle().Which[0].Should().BeOfType<string>().Which;
        var keys = KeysOf(JsonDocument.Parse(json).RootElement).ToList();

        keys.Should().Contain(["columns", "rowCount", "batches", "storedBytes"]);
        keys.Should().OnlyContain(key => page.Contains($"`{key}`", StringComparison.Ordinal));
    }

    [Test]
    public async Task Results_show_each_batch_of_what_has_succeeded()
    {
        Statement statement;
        await using (var store = Open())
        {
            statement = await AddSucceededAsync(store);
            var running = Samples.Started(await AddAsync(store), TimeProvider.System.GetUtcNow());
            await store.ReplaceAsync(running, 1, default);
            await store.WriteBatchAsync(running.Handle, Samples.Batch(0, "half"), default);
        }

        Query(File, "select handle, batch_number, encoding, decode(result_data) from statement_results").Should().ContainSingle()
            .Which.Should().Equal(statement.Handle.Value, 0L, "Identity", """{"data":[["1"],["2"]]}""");
    }

    [Test]
    public async Task The_history_shows_every_move_with_its_time()
    {
        await using (var store = Open())
        {
            await AddSucceededAsync(store);
        }

        Query(File, "select version, status, moved_at is not null from statement_history order by seq").Should().BeEquivalentTo(
            new object?[][] { [1L, "Submitted", true], [2L, "Running", true], [3L, "Succeeded", true] },
            options => options.WithStrictOrdering());
    }

    [Test]
    public async Task The_log_of_a_killed_process_is_read_as_well()
    {
        await using var store = Open();
        await AddSucceededAsync(store);

        Query(CopyAsAfterAKill(), "select count(*) from statements").Should().ContainSingle().Which.Should().Equal(1L);
    }

    private List<object?> Columns(string view) =>
        [.. Query(File, $"select column_name from duckdb_columns() where table_name = '{view}' order by column_index").Select(row => row[0])];

    private static IEnumerable<string> KeysOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property => KeysOf(property.Value).Prepend(property.Name)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(KeysOf),
        _ => [],
    };
}
