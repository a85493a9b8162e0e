using System.Diagnostics.Metrics;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Diagnostics;

/// <summary>What is told of the SQL without telling it: the operation, and the database where it is known.</summary>
public sealed class OperationTests : DiagnosticsFixture
{
    [TestCase("select 1", "SELECT")]
    [TestCase("  -- update t\n /* delete */ SELECT 1", "SELECT")]
    [TestCase("((select 1))", "SELECT")]
    [TestCase("from t", "SELECT")]
    [TestCase(";insert into t values (1)", "INSERT")]
    [TestCase("Merge into t using s on true when matched then delete", "MERGE")]
    [TestCase("with a as (delete from t returning *), \"select\" as (select 1) update t set x = 1", "UPDATE")]
    [TestCase("with recursive a as (select ')' union all select 2) select * from a", "SELECT")]
    [TestCase("with a as (select 1) from a", null)]
    [TestCase("create or replace table secret_table (x int)", "CREATE")]
    [TestCase("begin", "BEGIN")]
    [TestCase("values (1)", "VALUES")]
    [TestCase("explain select 1", "EXPLAIN")]
    [TestCase("selects 1", null)]
    [TestCase("\"select\" 1", null)]
    [TestCase("hunter2", null)]
    [TestCase("'select'", null)]
    [TestCase("", null)]
    [TestCase("with", null)]
    [TestCase("(((", null)]
    public void Only_known_first_words_are_operations(string sql, string? operation) => SqlOperation.From(sql).Should().Be(operation);

    [TestCase("select secret_column from t", "SELECT")]
    [TestCase("hunter2", "other_sql")]
    public async Task A_span_is_named_after_the_operation_or_else_the_database(string sql, string name)
    {
        Executor.Release();
        await SubmitAsync(sql);

        var span = await Telemetry.EndedAsync();

        (span.OperationName, span.DisplayName).Should().Be((name, name));
        Tag(span, "db.operation.name").Should().Be(name == "other_sql" ? null : name);
    }

    [Test]
    public async Task The_duration_of_an_operation_has_the_tags_and_buckets_of_the_conventions()
    {
        await SubmitRunningAsync("update t set x = 1");
        Clock.Advance(TimeSpan.FromSeconds(3));
        Executor.Run = (_, _) => throw new StatementFailedException("002003", "42S02", "secret");
        Executor.Release();

        var reading = await Telemetry.ReadingAsync("db.client.operation.duration");

        reading.Value.Should().Be(3);
        reading.Tags.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["db.system.name"] = "other_sql",
            ["db.operation.name"] = "UPDATE",
            ["db.response.status_code"] = "002003",
            ["error.type"] = "002003",
        });
        Telemetry.Instruments.OfType<Histogram<double>>().Single(instrument => instrument.Name == "db.client.operation.duration")
            .Advice!.HistogramBucketBoundaries.Should().Equal(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10);
    }

    [Test]
    public async Task A_request_of_several_statements_has_a_name_of_its_own_and_its_parts_theirs()
    {
        await using var duckDb = new InMemoryDuckDbDataSource();
        using var store = new MemoryStatementStore();
        await using var manager = new StatementManager(store, new AdoNetStatementExecutor(duckDb), meterFactory: MeterFactory);
        var request = new StatementRequest { Sql = "create table t (x int); insert into t values (1); select * from t", StatementCount = 0 };

        await manager.OpenSession(Session).RunAsync(request, Safety);

        var spans = new[] { await Telemetry.EndedAsync(), await Telemetry.EndedAsync(), await Telemetry.EndedAsync(), await Telemetry.EndedAsync() };
        spans.Select(span => span.DisplayName).Should().BeEquivalentTo("BATCH", "CREATE", "INSERT", "SELECT");
        spans.Should().OnlyContain(span => Tag(span, SpanTags.System) == "duckdb");
    }

    [Test]
    public async Task A_database_that_is_known_with_its_first_connection_is_told_by_then()
    {
        await using var duckDb = DuckDB.NET.Data.DuckDBClientFactory.Instance.CreateDataSource("Data Source=:memory:");
        using var store = new MemoryStatementStore();
        await using var manager = new StatementManager(store, new AdoNetStatementExecutor(duckDb), meterFactory: MeterFactory);

        await manager.OpenSession(Session).RunAsync(new() { Sql = "select 1" }, Safety);

        Tag(await Telemetry.EndedAsync(), SpanTags.System).Should().Be("duckdb");
        Telemetry.Of("db.client.operation.duration").Single().Tags["db.system.name"].Should().Be("duckdb");
    }
}
