using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

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

    [TestCase("insert into t values (1, 'a')", "rows inserted=1", 1, 0, 0)]
    [TestCase("with s as (select 9 as i) insert into t select i, 'a' from s", "rows inserted=1", 1, 0, 0)]
    [TestCase("update t set s = 'y' where i < 2", "rows updated=2, multi-joined rows updated=0", 0, 2, 0)]
    [TestCase("delete from t where i < 2", "rows deleted=2", 0, 0, 2)]
    [TestCase("merge into t using (values (0), (9)) s(i) on t.i = s.i when matched then update set s = 'm' when not matched then insert values (s.i, 'n')", "rows inserted=1, rows updated=1", 1, 1, 0)]
    [TestCase("merge into t using (values (0), (1)) s(i) on t.i = s.i when matched and t.i = 0 then delete when matched then update set s = 'm' -- end", "rows updated=1, rows deleted=1", 0, 1, 1)]
    [TestCase("merge into t using (values (0)) s(i) on t.i = s.i when matched then delete", "rows deleted=1", 0, 0, 1)]
    [TestCase("merge into t using (values (0)) s(i) on t.i = s.i when matched then update set s = 'm';", "rows updated=1", 0, 1, 0)]
    public async Task A_change_answers_its_counts(string sql, string counts, long inserted, long updated, long deleted)
    {
        await ResultAsync("insert into t select i, 'x' from range(7) r(i)");
        var statement = await RunAsync(sql);

        statement.Error.Should().BeNull();
        var row = await Session.ReadRowsAsync(statement.Handle).SingleAsync();
        var names = statement.Result!.Columns.Select(column => column.Name["number of ".Length..]);
        string.Join(", ", names.Zip(row, (name, count) => $"{name}={count}")).Should().Be(counts);
        statement.Result.Columns.Should().AllSatisfy(column => column.Should().Be(
            ResultColumn.Fixed(column.Name, 19) with { Nullable = false, IsNameExact = true }));
        statement.Result.Stats.Should().Be(new ResultStats(inserted, updated, deleted));
    }

    [Test]
    public async Task A_copy_from_a_file_inserts_and_one_to_a_file_changes_nothing()
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.csv");
        try
        {
            var unloaded = await ResultAsync($"copy (select i, 'from' from range(3) r(i)) to '{file}' (header false)");
            var loaded = await ResultAsync($"copy t from '{file}' (header false)");

            unloaded.Columns.Select(column => column.Name).Should().Equal("number of rows affected");
            unloaded.Stats.Should().BeNull();
            loaded.Columns.Select(column => column.Name).Should().Equal("number of rows inserted");
            loaded.Stats.Should().Be(new ResultStats(3, 0, 0));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestCase("create table users (i int)", "Table USERS successfully created.")]
    [TestCase("create or replace table main . \"Us\"\"ers\" as select 1 as a", "Table Us\"ers successfully created.")]
    [TestCase("CREATE TABLE a.\"b.c\" (i int)", "Table b.c successfully created.")]
    [TestCase("/* new */ create or replace view v as select 1", "View V successfully created.")]
    [TestCase("create schema s", "Schema S successfully created.")]
    [TestCase("create sequence q", "Sequence Q successfully created.")]
    [TestCase("create function f(x) as x + 1", "Function F successfully created.")]
    [TestCase("create table if not exists t (i int)", "Statement executed successfully.")]
    [TestCase("drop table t;", "T successfully dropped.")]
    [TestCase("drop schema a cascade", "A successfully dropped.")]
    [TestCase("drop table if exists nothing", "Statement executed successfully.")]
    [TestCase("alter table t add column j int", "Statement executed successfully.")]
    [TestCase("truncate t", "Statement executed successfully.")]
    [TestCase("create type e as enum ('a')", "Statement executed successfully.")]
    [TestCase("create index ix on t(i)", "Statement executed successfully.")]
    public async Task DDL_says_what_Snowflake_says(string sql, string status)
    {
        await ResultAsync("create schema a");
        await ResultAsync("insert into t values (1, 'a')");

        (await RowsAsync(sql)).Single().Should().Equal(status);
    }

    [TestCase("insert into t select * from t")]
    [TestCase("merge into t using (values (0)) s(i) on t.i = s.i when matched then delete")]
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
        (await ResultAsync("update t set s = '' returning i")).Stats.Should().Be(new ResultStats(0, 2, 0));
        (await CellAsync("count(*) from t")).Should().Be("2");
    }

    [Test]
    public async Task A_query_without_rows_keeps_its_columns()
    {
        var result = await ResultAsync("select * from t");
        result.Columns.Should().Equal(
            new[] { ResultColumn.Fixed("i", 10), ResultColumn.Text("s") }.Select(column => column with { Database = "memory", Schema = "main", Table = "t" }));
        result.RowCount.Should().Be(0);
    }
}
