using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>What is known of columns beside their names and types.</summary>
public sealed class ColumnMetadataTests : DuckDbFixture
{
    [SetUp]
    public async Task CreateAsync()
    {
        await ResultAsync("create schema sales");
        await ResultAsync("create table sales.people (id int primary key, name varchar not null, nick varchar, photo blob)");
        await ResultAsync("create table plain (id int, name varchar)");
        await ResultAsync("create view seen as select id, upper(name) as name from sales.people");
    }

    [TestCase("select 1, 'x', true, -1.5", "false false false false")]
    [TestCase("select 1 as a, 'x' b, 2 c from plain where id > 1", "false false false")]
    [TestCase("select count(*), count(name) as c, count(distinct id) from plain", "false false false")]
    [TestCase("select null, 1 + 1, count(*) + 1, upper('x')", "true true true true")]
    [TestCase("select id, name, nick from sales.people", "false false true")]
    [TestCase("select p.id, p.name as n, p.nick x from sales.people as p order by 1", "false false true")]
    [TestCase("select * from sales.people", "false false true true")]
    [TestCase("select 1, p.*, nick from sales.people p limit 1", "false false false true true true")]
    [TestCase("select id + 1, coalesce(name, 'x') from sales.people", "true true")]
    [TestCase("select a.id, b.name from sales.people a left join sales.people b on a.id = b.id", "true true")]
    [TestCase("select id, 1 from sales.people union all select null, null", "true true")]
    [TestCase("select 'x', name, count(*) from sales.people group by rollup (name)", "true true true")]
    [TestCase("select * exclude (id) from sales.people", "true true true")]
    [TestCase("select id is distinct from 1 from sales.people", "true")]
    [TestCase("select id from seen", "true")]
    [TestCase("select name from (select name from sales.people)", "true")]
    [TestCase("with plain as (select null as id) select id from plain", "true")]
    [TestCase("select id from sales.people, plain p(x, y)", "true")]
    public async Task Nullable_is_false_only_where_no_null_can_be(string sql, string nullable) =>
        string.Join(' ', (await ResultAsync(sql)).Columns.Select(column => column.Nullable ? "true" : "false")).Should().Be(nullable);

    [TestCase("select id, 1, name from sales.people", "memory.sales.people - memory.sales.people")]
    [TestCase("select ID from memory.SALES.People", "memory.SALES.People")]
    [TestCase("select * from plain", "memory.main.plain memory.main.plain")]
    [TestCase("select id, name from seen", "memory.main.seen memory.main.seen")]
    [TestCase("select upper(name) from plain", "-")]
    [TestCase("select p.id from plain p join seen s on p.id = s.id", "-")]
    [TestCase("select range from range(2)", "-")]
    [TestCase("select current_date from plain", "-")]
    public async Task Columns_of_one_table_say_which(string sql, string origins) =>
        string.Join(' ', (await ResultAsync(sql)).Columns.Select(column => column.Table is null ? "-" : $"{column.Database}.{column.Schema}.{column.Table}"))
            .Should().Be(origins);

    [Test]
    public async Task Of_two_tables_of_one_name_the_one_in_use_is_meant_and_otherwise_none()
    {
        await ResultAsync("create schema other");
        await ResultAsync("create table other.people (id int)");
        (await ResultAsync("select id from other.people")).Columns.Single().Schema.Should().Be("other");
        await ResultAsync("create table people (id int not null)");
        (await ResultAsync("select id from people")).Columns.Single().Should().Match<Statements.Results.ResultColumn>(column => column.Schema == "main" && !column.Nullable);
    }

    [TestCase("select 'abc', 'it''s', 'ä😀', ''", "3/12 4/16 2/8 0/0")]
    [TestCase("select name, nick as n from sales.people", "16777216/67108864 16777216/67108864")]
    [TestCase("select upper(name), 'a' || nick from sales.people", "134217728/134217728 134217728/134217728")]
    [TestCase("select photo from sales.people", "8388608/8388608")]
    public async Task Lengths_are_those_of_literals_columns_and_functions(string sql, string lengths) =>
        string.Join(' ', (await ResultAsync(sql)).Columns.Select(column => $"{column.Length}/{column.ByteLength}")).Should().Be(lengths);

    [Test]
    public async Task Bound_values_are_not_null_and_have_their_own_lengths()
    {
        foreach (var sql in new[] { "select ?, ? as b, ? as c, ?", "select :1, :2 as b, :3 as c, :4", "select $1, $2, $3, $4" })
        {
            var statement = await RunAsync(sql, ("1", "TEXT", "it's ä😀"), ("2", "BINARY", "DEADBEEF"), ("3", "FIXED", "1"), ("4", "TEXT", null));

            statement.Error.Should().BeNull();
            string.Join(' ', statement.Result!.Columns.Select(column => $"{column.Nullable}/{column.Length}/{column.ByteLength}"))
                .Should().Be("False/7/28 False/4/4 False// True/16777216/67108864", sql);
        }

        var later = await RunAsync("select ?::int, ?", ("1", "FIXED", null), ("2", "TEXT", "x"));
        later.Result!.Columns.Select(column => column.Nullable).Should().Equal(true, false);
    }

    [TestCase("")]
    [TestCase("values (1)")]
    [TestCase("from plain")]
    [TestCase("select distinct on (a) a from t")]
    [TestCase("select a from t union select 1")]
    public void What_is_not_a_simple_list_is_none(string sql) => SelectList.Parse(sql).Should().BeNull();

    [TestCase("select", "")]
    [TestCase("select 1 2", "Expression")]
    [TestCase("select 'a' 'b'", "Expression")]
    [TestCase("select e'\\n', 1e5, .5, 0x1F, 1_000", "Expression Expression Expression Expression Expression")]
    [TestCase("select count(*) over (), count(*) filter (where true) as x, (count(*))", "Expression Expression Expression")]
    [TestCase("select f(a, b), [1, 2], {'a': 1}, case when a then b end, a::int, -a, a, t.a, m.t.a b", "Expression Expression Expression Expression Expression Expression Column Column Column")]
    [TestCase("select *, t.*, t.* exclude (a), columns(*), a, from t", "Star Star Expression Expression Column")]
    [TestCase("select ?, $1, $name as b, ?::int, $x + 1", "Bound Bound Bound Expression Expression")]
    [TestCase("select a x, x: 1, a as \"y\"", "Column Expression Column")]
    public void Items_are_told_apart(string sql, string kinds) =>
        string.Join(' ', SelectList.Parse(sql)!.Items.Select(item => item.Kind)).Should().Be(kinds);
}
