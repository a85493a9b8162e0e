using System.Text.Json;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>DuckDB's VARIANT, compared with what DuckDB's own cast to JSON makes of it.</summary>
public sealed class VariantTests : DuckDbFixture
{
    [TestCase("1::TINYINT")]
    [TestCase("(-2)::SMALLINT")]
    [TestCase("3::INTEGER")]
    [TestCase("9007199254740993::BIGINT")]
    [TestCase("170141183460469231731687303715884105727::HUGEINT")]
    [TestCase("255::UTINYINT")]
    [TestCase("65535::USMALLINT")]
    [TestCase("4294967295::UINTEGER")]
    [TestCase("18446744073709551615::UBIGINT")]
    [TestCase("1.25::DECIMAL(3,2)")]
    [TestCase("-1.25::DECIMAL(9,2)")]
    [TestCase("1.25::DECIMAL(18,2)")]
    [TestCase("12345678901234567890.25::DECIMAL(38,2)")]
    [TestCase("0.1::DOUBLE")]
    [TestCase("true")]
    [TestCase("false")]
    [TestCase("'text'")]
    [TestCase("''")]
    [TestCase("'0123abcd-4567-89ef-8123-456789abcdef'::UUID")]
    [TestCase("DATE '2026-01-02'")]
    [TestCase("TIME '12:34:56.5'")]
    [TestCase("'12:34:56.123456789'::TIME_NS")]
    [TestCase("TIMETZ '12:34:56+05:30'")]
    [TestCase("TIMESTAMP_S '2026-01-02 03:04:05'")]
    [TestCase("TIMESTAMP_MS '2026-01-02 03:04:05.006'")]
    [TestCase("TIMESTAMP '2026-01-02 03:04:05.006007'")]
    [TestCase("TIMESTAMP_NS '2026-01-02 03:04:05.006007008'")]
    [TestCase("INTERVAL '1 year 2 days'")]
    [TestCase("'10101'::BIT")]
    public async Task A_value_is_what_DuckDB_prints(string expression)
    {
        await ResultAsync("set global TimeZone = 'UTC'");
        var row = (await RowsAsync($"select ({expression})::VARIANT, ({expression})::VARCHAR, [({expression})::VARIANT]")).Single();
        var value = JsonDocument.Parse(row[0]!).RootElement;
        (value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()).Should().Be(row[1]);
        JsonDocument.Parse(row[2]!).RootElement[0].GetRawText().Should().Be(value.GetRawText());
    }

    [TestCase("'\\xDE\\xAD'::BLOB::VARIANT", "\"DEAD\"")]
    [TestCase("'nan'::DOUBLE::VARIANT", "\"NaN\"")]
    [TestCase("340282366920938463463374607431768211455::UHUGEINT::VARIANT", "340282366920938463463374607431768211455")]
    [TestCase("'12345678901234567890123456789012345678901234567890'::BIGNUM::VARIANT", "12345678901234567890123456789012345678901234567890")]
    [TestCase("[]::VARIANT", "[]")]
    [TestCase("NULL::VARIANT", null)]
    [TestCase("[1, NULL]::VARIANT", "[\n  1,\n  null\n]")]
    [TestCase("{'a': {'b': [{'a': 'x'}, NULL]}, 'c': 2}::VARIANT", "{\n  \"a\": {\n    \"b\": [\n      {\n        \"a\": \"x\"\n      },\n      null\n    ]\n  },\n  \"c\": 2\n}")]
    [TestCase("{'v': 1::VARIANT, 'l': ['x'::VARIANT, NULL]}", "{\n  \"v\": 1,\n  \"l\": [\n    \"x\",\n    null\n  ]\n}")]
    [TestCase("'POINT(3 4)'::GEOMETRY::VARIANT", "{\n  \"coordinates\": [\n    3,\n    4\n  ],\n  \"type\": \"Point\"\n}")]
    public async Task A_nested_value_is_JSON(string expression, string? text) => (await CellAsync(expression)).Should().Be(text);

    [Test]
    public async Task A_column_of_it_is_a_variant() => (await ColumnAsync("1::VARIANT")).Type.Should().Be(ResultColumnType.Variant);

    [Test]
    public async Task Values_of_many_rows_are_those_of_their_own_rows()
    {
        await ResultAsync("""
            create table v as select i, case i % 5
                when 0 then {'id': i, 'name': 'n' || i, 'tags': ['a' || i, 'shared']}::variant
                when 1 then {'shared': {'name': i, 'deep': [{'id': i}, {'other': 'text that is longer than twelve ' || i}]}}::variant
                when 2 then i::variant
                when 3 then null
                else ['x' || i, null, 'y']::variant end as v
            from range(20000) t(i)
            """);
        await ResultAsync("checkpoint");
        foreach (var sql in new[] { "select v, v::json from v", "select v, v::json from v where i % 7 > 2 order by i desc", "select v, v::json from v join range(100) r(n) on i = n * 131" })
        {
            var rows = await RowsAsync(sql);
            rows.Should().NotBeEmpty();
            foreach (var row in rows.Where(row => row[0] is not null))
            {
                JsonElement.DeepEquals(JsonDocument.Parse(row[0]!).RootElement, JsonDocument.Parse(row[1]!).RootElement).Should().BeTrue("{0} is {1}", row[0], row[1]);
            }

            rows.Where(row => row[0] is null).Should().OnlyContain(row => row[1] == null || row[1] == "null");
        }
    }
}
