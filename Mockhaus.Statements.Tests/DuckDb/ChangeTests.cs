using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.DuckDb;

public sealed class ChangeTests : DuckDbFixture
{
    [SetUp]
    public Task CreateAsync() => ResultAsync("create table t (i int, s varchar)");

    [Test]
    public async Task An_insert_answers_how_many_rows_it_inserted()
    {
        var result = await ResultAsync("insert into t select i, 'x' from range(7) r(i)");
        result.Columns.Should().Equal(ResultColumn.Fixed("number of rows inserted", 19) with { Nullable = false, IsNameExact = true });
        result.Stats.Should().Be(new ResultStats(7, 0, 0));
        (await RowsAsync("insert into t values (1, 'a'), (2, 'b')")).Single().Should().Equal("2");
        (await CellAsync("count(*) from t")).Should().Be("9");
    }

    [Test]
    public async Task An_update_answers_how_many_rows_it_updated()
    {
        await ResultAsync("insert into t select i, 'x' from range(7) r(i)");
        var result = await ResultAsync("update t set s = 'y' where i < 3");
        result.Columns.Select(column => column.Name).Should().Equal("number of rows updated", "number of multi-joined rows updated");
        result.Stats.Should().Be(new ResultStats(0, 3, 0));
        (await RowsAsync("update t set s = 'z' where i < 5")).Single().Should().Equal("5", "0");
    }

    [Test]
    public async Task A_delete_answers_how_many_rows_it_deleted()
    {
        await ResultAsync("insert into t select i, 'x' from range(7) r(i)");
        var result = await ResultAsync("delete from t where i < 3");
        result.Columns.Select(column => column.Name).Should().Equal("number of rows deleted");
        result.Stats.Should().Be(new ResultStats(0, 0, 3));
        (await RowsAsync("delete from t")).Single().Should().Equal("4");
    }

    [TestCase("insert into t select * from t")]
    [TestCase("update t set s = ''")]
    [TestCase("delete from t")]
    public async Task Nothing_changed_is_a_count_of_zero_and_no_stats(string sql)
    {
        (await ResultAsync(sql)).Stats.Should().BeNull();
        (await RowsAsync(sql)).Single()[0].Should().Be("0");
    }

    [TestCase("create table u (i int)")]
    [TestCase("create view v as select 1")]
    [TestCase("create table u as select * from range(5)")]
    [TestCase("create type e as enum ('a')")]
    [TestCase("alter table t add column j int")]
    [TestCase("drop table t")]
    [TestCase("set threads = 1")]
    public async Task DDL_answers_a_status(string sql)
    {
        var statement = await RunAsync(sql);
        statement.Error.Should().BeNull();
        statement.Result!.Columns.Should().Equal(ResultColumn.Text("status") with { IsNameExact = true });
        statement.Result.Stats.Should().BeNull();
        var batch = await Session.ReadBatchAsync(statement.Handle, 0);
        batch!.Info.RowCount.Should().Be(1);
    }

    [Test]
    public async Task What_is_returned_are_the_rows_and_they_stay_changed()
    {
        (await RowsAsync("insert into t select i, 'x' || i from range(3) r(i) returning s, i")).Select(row => string.Join(' ', row))
            .Should().Equal("x0 0", "x1 1", "x2 2");
        (await RowsAsync("delete from t where i = 1 returning i")).Single().Should().Equal("1");
        (await CellAsync("count(*) from t")).Should().Be("2");
    }

    [Test]
    public async Task A_query_without_rows_keeps_its_columns()
    {
        var result = await ResultAsync("select * from t");
        result.Columns.Should().Equal(ResultColumn.Fixed("i", 10), ResultColumn.Text("s"));
        result.RowCount.Should().Be(0);
    }
}
