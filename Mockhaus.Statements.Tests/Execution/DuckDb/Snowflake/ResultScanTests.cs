using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Execution.DuckDb.Snowflake;

public sealed class ResultScanTests : FunctionsFixture
{
    [TestCase("select * from table(result_scan('{0}'))")]
    [TestCase("SELECT * FROM TABLE ( RESULT_SCAN ( '{0}' ) ) AS t")]
    [TestCase("select * from result_scan('{0}')")]
    [TestCase("select * from table(result_scan(last_query_id()))")]
    [TestCase("select * from table(result_scan(last_query_id(-1)))")]
    [TestCase("select * from table(result_scan(last_query_id(1)))")]
    [TestCase("with r as (select * from table(result_scan('{0}'))) select * from r")]
    [TestCase("select * from /* result_scan( */ table(result_scan('{0}')) -- result_scan")]
    [TestCase("select a.* from table(result_scan('{0}')) a join table(result_scan('{0}')) b using (n)")]
    public async Task The_rows_of_an_earlier_statement_are_a_table(string sql)
    {
        var scanned = await RunAsync("select n, 'x' || n as s from range(3) t(n)");

        (await RowsAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, scanned.Handle))).Should().Equal("0 x0", "1 x1", "2 x2");
    }

    [TestCase("select 'result_scan(last_query_id())' as v", "result_scan(last_query_id())")]
    [TestCase("select \"result_scan\" as v from (select 1 as \"result_scan\")", "1")]
    [TestCase("select result_scan as v from (select 1 as result_scan)", "1")]
    [TestCase("select $$ last_query_id() $$ as v", " last_query_id() ")]
    public async Task Words_that_are_no_call_stay(string sql, string row) => (await RowsAsync(sql)).Should().Equal(row);

    [Test]
    public async Task Every_type_comes_back_with_its_value_and_its_type()
    {
        var scanned = await RunAsync("""
            select 42 as i, -1.50::decimal(38, 2) as d, 99999999999999999999999999999999999999::decimal(38, 0) as big, 0.1::double as r, 'nan'::double as nan, true as b,
            'ü '' " 漢' as t, 'aabb'::blob as bin, date '0001-01-01' as da, time '23:59:59.123456' as ti, timestamp '1600-02-03 04:05:06.123456' as ts,
            timestamptz '2026-01-02 03:04:05.5+00' as tz, '{"a": [1, null]}'::json as j, [1, 2] as l, {'k': 'v'} as o, null::integer as n, '' as e,
            timestamp_ns '2026-01-02 03:04:05.123456789' as ns
            """);

        var scan = await RunAsync("select * from table(result_scan(last_query_id()))");

        (await RowsOfAsync(scan.Handle)).Should().Equal(await RowsOfAsync(scanned.Handle));
        var types = scan.Result!.Columns.Select(column => (column.Name, column.Type, column.Scale)).ToList();
        var expected = scanned.Result!.Columns.Select(column => (column.Name, column.Type, column.Scale)).ToList();
        types.Where((_, i) => types[i] != expected[i]).Should().OnlyContain(column => column.Type == ResultColumnType.Variant, "JSON has no other type in DuckDB");
    }

    [Test]
    public async Task A_part_of_a_request_scans_the_part_before_it()
    {
        var parent = await RunAsync("create table t1 (i int); show tables; select \"name\" from table(result_scan(last_query_id())); select last_query_id() is not null", 4);

        (await RowsOfAsync(parent.Children[2])).Should().Equal("t1");
        (await RowsOfAsync(parent.Children[3])).Should().Equal("true");
        (await RowsAsync("show tables")).Should().Equal("t1");
    }

    [Test]
    public async Task An_empty_result_and_one_of_many_rows_are_scanned()
    {
        await RunAsync("select 1 as a where false");
        (await RowsAsync("select count(*) from table(result_scan(last_query_id()))")).Should().Equal("0");
        await RunAsync("select range as n from range(100000)");
        (await RowsAsync("select count(*), sum(n), max(n) from table(result_scan(last_query_id()))")).Should().Equal("100000 4999950000 99999");
    }

    [Test]
    public async Task Columns_of_the_same_name_get_numbers()
    {
        await RunAsync("select 1 as a, 2 as a, 3 as A_1");

        var scan = await RunAsync("select * from table(result_scan(last_query_id()))");

        scan.Result!.Columns.Select(column => column.Name).Should().OnlyHaveUniqueItems();
        (await RowsOfAsync(scan.Handle)).Should().Equal("1 2 3");
    }

    [Test]
    public async Task The_columns_of_a_scan_are_of_no_table()
    {
        await RunAsync("select 1 as n");

        (await RunAsync("select * from table(result_scan(last_query_id()))")).Result!.Columns.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Name = "n", Database = (string?)null, Schema = (string?)null, Table = (string?)null });
    }

    [Test]
    public async Task A_table_is_made_of_a_scan()
    {
        await RunAsync("select 7 as n");
        await RunAsync("create table kept as select * from table(result_scan(last_query_id()))");

        (await RowsAsync("select n from kept")).Should().Equal("7");
    }

    [Test]
    public async Task What_cannot_be_scanned_fails_with_the_code_of_a_get()
    {
        var unknown = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
        (await ErrorAsync($"select * from table(result_scan('{unknown}'))")).Should().BeEquivalentTo(new { Code = "000709", SqlState = "02000", Message = $"Statement {unknown} not found" });
        (await ErrorAsync("select * from table(result_scan('no handle'))")).Code.Should().Be("000709");
        (await ErrorAsync("select * from table(result_scan(null))")).Code.Should().Be("000709");

        var others = await EndAsync("select 1", 1, Manager.OpenSession("other"));
        (await ErrorAsync($"select * from table(result_scan('{others.Handle}'))")).Should().BeEquivalentTo(new { Code = "000709", Message = $"Statement {others.Handle} not found" });

        var released = await RunAsync("select 1");
        await Session.ReleaseAsync(released.Handle);
        (await ErrorAsync($"select * from table(result_scan('{released.Handle}'))")).Code.Should().Be("000710");

        var failed = await EndAsync("selec 1");
        (await ErrorAsync($"select * from table(result_scan('{failed.Handle}'))")).Should().Be(failed.Error);
        (await ErrorAsync("select * from table(result_scan())")).SqlState.Should().Be("42601");
        (await ErrorAsync("select * from table(result_scan(?))")).Message.Should().Contain("constants");
    }

    [Test]
    public async Task A_statement_that_still_runs_has_no_result_yet()
    {
        var running = await Session.SubmitAsync(new() { Sql = "select count(*) from range(100000000000) a" });

        (await ErrorAsync($"select * from table(result_scan('{running.Handle}'))")).Code.Should().Be(StatementErrorCodes.ResultNotReady);

        await Session.CancelAsync(running.Handle);
    }

    [Test]
    public async Task Last_query_id_counts_from_both_ends_of_the_session()
    {
        var handles = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            handles.Add((await RunAsync($"select {i}")).Handle.ToString());
        }

        (await RowsAsync("select last_query_id(), last_query_id(-3), last_query_id(1), last_query_id(2)"))
            .Should().Equal($"{handles[2]} {handles[0]} {handles[0]} {handles[1]}");
        (await RowsAsync("select last_query_id(-100), last_query_id(100)")).Should().Equal("null null");
    }

    [Test]
    public async Task A_hundred_scans_are_one_statement()
    {
        await RunAsync("select 1 as n");
        var sql = string.Join(" union all ", Enumerable.Repeat("select n from table(result_scan(last_query_id(1)))", 100));

        (await RowsAsync($"select sum(n) from ({sql})")).Should().Equal("100");
    }
}
