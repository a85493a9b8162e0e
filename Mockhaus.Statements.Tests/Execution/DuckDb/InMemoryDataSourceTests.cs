using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class InMemoryDataSourceTests
{
    [Test]
    public async Task Its_connections_share_one_database_and_two_sources_share_nothing()
    {
        await using var one = new InMemoryDuckDbDataSource();
        await using var other = new InMemoryDuckDbDataSource();
        await using var create = one.CreateCommand("create table t as select 7 as seven");
        await create.ExecuteNonQueryAsync();

        await using var read = one.CreateCommand("select seven from t");
        await using var elsewhere = other.CreateCommand("select seven from t");
        var missing = () => elsewhere.ExecuteScalarAsync();

        (await read.ExecuteScalarAsync()).Should().Be(7);
        await missing.Should().ThrowAsync<DuckDB.NET.Data.DuckDBException>();
    }

    [Test]
    public async Task It_may_be_disposed_by_several_owners_at_once()
    {
        for (var round = 0; round < 200; round++)
        {
            var source = new InMemoryDuckDbDataSource();
            using var start = new Barrier(2);
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                start.SignalAndWait();
                await source.DisposeAsync();
            })));
        }
    }

    [Test]
    public async Task A_disposed_one_opens_no_more_connections([Values] bool asynchronously)
    {
        var source = new InMemoryDuckDbDataSource();
        if (asynchronously)
        {
            await source.DisposeAsync();
        }
        else
        {
            source.Dispose();
        }

        var open = async () => await source.OpenConnectionAsync();
        await open.Should().ThrowAsync<Exception>();
        Directory.EnumerateFiles(".", ":memory:*").Should().BeEmpty("a database in memory leaves no file");
    }
}
