using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>Texts, bytes, and the types that become text because Snowflake lacks them: these read as DuckDB prints them.</summary>
public sealed class TextTypeTests : DuckDbFixture
{
    [TestCase("''", "")]
    [TestCase("'twelve bytes'", "twelve bytes")]
    [TestCase("'thirteen bytes'", "thirteen bytes")]
    [TestCase("'a' || chr(0) || 'b'", "a\0b")]
    [TestCase("'äöü 😀 \"\\'", "äöü 😀 \"\\")]
    [TestCase("chr(10) || chr(31) || chr(127)", "\n\u001f\u007f")]
    public async Task A_varchar_is_text(string expression, string text)
    {
        (await ColumnAsync(expression)).Should().Be(ResultColumn.Text("x"));
        (await CellAsync(expression)).Should().Be(text);
    }

    [Test]
    public async Task A_long_varchar_arrives_whole() =>
        (await CellAsync("repeat('0123456789', 100000)")).Should().HaveLength(1_000_000).And.EndWith("789");

    [TestCase("''::BLOB", "")]
    [TestCase(@"'\x00\xDE\xAD\xBE\xEF\xFF'::BLOB", "00DEADBEEFFF")]
    [TestCase("repeat('ab', 10)::BLOB", "6162616261626162616261626162616261626162")]
    public async Task A_blob_is_hexadecimal(string expression, string text)
    {
        (await ColumnAsync(expression)).Should().Be(ResultColumn.Binary("x"));
        (await CellAsync(expression)).Should().Be(text);
    }

    [TestCase("UUID '00000000-0000-0000-0000-000000000000'")]
    [TestCase("UUID 'ffffffff-ffff-ffff-ffff-ffffffffffff'")]
    [TestCase("UUID '80000000-0000-0000-0000-000000000001'")]
    [TestCase("UUID '0123abcd-4567-89ef-8123-456789abcdef'")]
    [TestCase("'1'::BIT")]
    [TestCase("'00000000'::BIT")]
    [TestCase("'101010101'::BIT")]
    [TestCase("bitstring('1', 130)")]
    [TestCase("TIMETZ '12:34:56.123456+05:30'")]
    [TestCase("TIMETZ '00:00:00+00'")]
    [TestCase("TIMETZ '23:59:59-15:59'")]
    [TestCase("TIMETZ '24:00:00+00'")]
    [TestCase("TIMETZ '12:00:00-00:30'")]
    [TestCase("TIMETZ '01:02:03+01:02:03'")]
    [TestCase("INTERVAL 0 seconds")]
    [TestCase("INTERVAL '1 year 1 month 1 day'")]
    [TestCase("INTERVAL '-1 year -1 month -1 day'")]
    [TestCase("INTERVAL '14 months 40 days 100 hours 0.5 seconds'")]
    [TestCase("INTERVAL '-14 months 3 days -1 microsecond'")]
    [TestCase("to_hours(3000000)")]
    [TestCase("to_hours(-3000000)")]
    public async Task A_type_that_Snowflake_lacks_is_text_as_DuckDB_prints_it(string expression)
    {
        (await ColumnAsync(expression)).Should().Be(ResultColumn.Text("x"));
        var row = (await RowsAsync($"select {expression}, ({expression})::VARCHAR")).Single();
        row[0].Should().Be(row[1]);
    }

    [Test]
    public async Task Intervals_of_all_signs_and_sizes_are_what_DuckDB_prints()
    {
        const string Random = "(hash(i) % 2000001)::BIGINT - 1000000";
        var sql = $"select x, x::VARCHAR from (select to_months((({Random}) / 50000)::INT) + to_days((({Random}) % 40)::INT) + to_microseconds(({Random}) * (i % 5) * 977) as x from range(3000) t(i))";
        (await RowsAsync(sql)).Should().HaveCount(3_000).And.OnlyContain(row => row[0] == row[1]);
    }

    [TestCase(3)]
    [TestCase(300)]
    [TestCase(70_000)]
    public async Task An_enum_is_text_however_many_values_it_has(int values)
    {
        await ResultAsync($"create type e as enum (select 'v' || i from range({values}) t(i) order by i)");
        (await ColumnAsync("'v0'::e")).Should().Be(ResultColumn.Text("x"));
        var rows = await RowsAsync($"select ('v' || i)::e from (values (0), ({values - 1}), ({values / 2})) t(i)");
        rows.Select(row => row.Single()).Should().Equal("v0", $"v{values - 1}", $"v{values / 2}");
    }

    [Test]
    public async Task A_bare_null_is_a_null_of_text()
    {
        (await ColumnAsync("NULL")).Type.Should().BeOneOf(ResultColumnType.Text, ResultColumnType.Fixed);
        (await CellAsync("NULL")).Should().BeNull();
    }
}
