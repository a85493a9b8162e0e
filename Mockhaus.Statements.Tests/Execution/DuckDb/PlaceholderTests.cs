using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class PlaceholderTests : DuckDbFixture
{
    [TestCase("select :a", "select $a")]
    [TestCase("select :1, :2", "select $1, $2")]
    [TestCase("select :12+:a_1", "select $12+$a_1")]
    [TestCase("select :ä", "select $ä")]
    [TestCase("select :select, :from", "select $select, $from")]
    [TestCase("select a=:a and b in(:b,:c)or not :d", "select a=$a and b in($b,$c)or not $d")]
    [TestCase("select * from t where x = /* :no */ :a -- :no", "select * from t where x = /* :no */ $a -- :no")]
    [TestCase("insert into t values (:a, :b)", "insert into t values ($a, $b)")]
    [TestCase("update t set a = :a where b between :b and :c limit :d", "update t set a = $a where b between $b and $c limit $d")]
    [TestCase("select case when :a then :b else :c end", "select case when $a then $b else $c end")]
    [TestCase("select :a::int, (:b)::text", "select $a::int, ($b)::text")]
    [TestCase("select x[:a + 1]", "select x[:a + 1]")]
    [TestCase("select x[(:a)]", "select x[($a)]")]
    [TestCase("select x[1: :a]", "select x[1: $a]")]
    [TestCase("select [:a, :b], array[:c]", "select [$a, $b], array[$c]")]
    [TestCase("select {'a': :a, b: :b}", "select {'a': $a, b: $b}")]
    [TestCase("select f(x := :a)", "select f(x := $a)")]
    [TestCase("select list_transform(y, lambda x: x + :a)", "select list_transform(y, lambda x: x + $a)")]
    [TestCase("select '2026-01-01' at time zone :tz, v->:p, a || :b", "select '2026-01-01' at time zone $tz, v->$p, a || $b")]
    [TestCase("select :a -- it's\n, :b", "select $a -- it's\n, $b")]
    public void A_placeholder_is_found_where_a_value_is_asked_for(string sql, string rewritten) =>
        DuckDbPlaceholderRewriter.Rewrite(sql).Should().Be(rewritten);

    [TestCase("select '12:30', ':a', \":a\", $$ :a $$, E'\\':a'")]
    [TestCase("select a::int, '1'::varchar(3), x::int[]")]
    [TestCase("select x[1:2], x[a:b], x[:2], x[1:], x[:-1:2], x[:a], (y)[:1], z[1][:1]")]
    [TestCase("select {'a':1, 'b':x, c:1}, map {'k':1, 'l':v}")]
    [TestCase("select a:1, b:x, \"c\":y from t:s")]
    [TestCase("select f(x:=1)")]
    [TestCase("select list_transform(y, lambda x:x + 1), v:name, v:a:b")]
    [TestCase("select ?, $1, $limit :x")]
    [TestCase("/* :a")]
    [TestCase("select 'open :a")]
    [TestCase(":a")]
    [TestCase("select 1 :")]
    [TestCase("")]
    public void Any_other_colon_stays(string sql) => DuckDbPlaceholderRewriter.Rewrite(sql).Should().Be(sql);

    [Test]
    public void A_megabyte_of_colons_is_read_once() =>
        DuckDbPlaceholderRewriter.Rewrite("select " + new string(':', 1_000_000)).Should().HaveLength(1_000_007);

    [Test]
    public async Task Names_and_positions_of_Snowflake_find_their_values()
    {
        (await RowsAsync("select :b, :a, :B", ("a", "TEXT", "x"), ("b", "FIXED", "2"))).Single().Should().Equal("2", "x", "2");
        (await RowsAsync("select :2, :1, :2", ("1", "TEXT", "x"), ("2", "TEXT", "y"))).Single().Should().Equal("y", "x", "y");
    }

    [Test]
    public async Task What_DuckDB_has_colons_for_works_beside_bindings() =>
        (await RowsAsync("select [1, 2, 3][2:3]::text || {'a': :a}.a || list_transform([1], lambda x: x + 1)::text", ("a", "TEXT", "x")))
            .Single().Should().Equal("[2, 3]x[2]");

    [TestCase("select :a, :name", ":name", "a", "line 1 at position 11")]
    [TestCase("select :1, :2", ":2", "1", "line 1 at position 11")]
    [TestCase("select ?, ?", "?", "1", "line 1 at position 10")]
    [TestCase("select ?,\n  ?", "?", "1", "line 2 at position 2")]
    [TestCase("select '?', \"?\" -- ?\n, ? from (select ? as \"?\")", "?", "1", "line 2 at position 17")]
    public async Task A_value_that_is_missing_is_named_with_its_place(string sql, string missing, string bound, string place)
    {
        var error = await ErrorAsync(sql, (bound, "TEXT", "x"));
        error.Code.Should().Be("002049");
        error.Message.Should().Be($"SQL compilation error: error {place}\nBind variable {missing} not set.");
    }

    [TestCase("select :name", ":name")]
    [TestCase("select :1", ":1")]
    [TestCase("select ?", "?")]
    public async Task Without_any_bindings_the_first_is_named(string sql, string missing) =>
        (await ErrorAsync(sql)).Message.Should().Be($"SQL compilation error: error line 1 at position 7\nBind variable {missing} not set.");

    [Test]
    public async Task SQL_that_is_broken_anyway_is_a_syntax_error() =>
        (await ErrorAsync("selec :name")).Code.Should().Be("001003");

    [TestCase("a\0b")]
    [TestCase("")]
    [TestCase("99999999999999999999999")]
    public async Task A_strange_name_is_ignored(string name) =>
        (await ErrorAsync("select :a", (name, "TEXT", "x"))).Code.Should().Be("002049");
}
