using System.Text.Json;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>What stands inside of lists and structs, compared with what DuckDB itself prints.</summary>
public sealed class NestedLeafTests : DuckDbFixture
{
    [TestCase("DATE '0001-01-01'")]
    [TestCase("DATE '9999-12-31'")]
    [TestCase("DATE '1969-12-31'")]
    [TestCase("DATE 'infinity'")]
    [TestCase("DATE '-infinity'")]
    [TestCase("TIME '12:34:56.1'")]
    [TestCase("TIME '24:00:00'")]
    [TestCase("'12:34:56.123456789'::TIME_NS")]
    [TestCase("TIMETZ '12:34:56+05:30'")]
    [TestCase("TIMESTAMP '1969-12-31 23:59:58.5'")]
    [TestCase("TIMESTAMP '9999-12-31 23:59:59.999999'")]
    [TestCase("TIMESTAMP 'infinity'")]
    [TestCase("TIMESTAMP_S '1969-12-31 23:59:58'")]
    [TestCase("TIMESTAMP_MS '2026-01-02 03:04:05.006'")]
    [TestCase("TIMESTAMP_NS '1969-12-31 23:59:59.999999999'")]
    [TestCase("TIMESTAMPTZ '2026-01-02 03:04:05+00'")]
    [TestCase("INTERVAL '1 month -2 days'")]
    [TestCase("UUID '0123abcd-4567-89ef-8123-456789abcdef'")]
    [TestCase("'1010'::BIT")]
    [TestCase("'text'")]
    public async Task A_leaf_of_text_is_what_DuckDB_prints(string expression)
    {
        await ResultAsync("set global TimeZone = 'UTC'");
        var row = (await RowsAsync($"select [{expression}], {{'a': {expression}}}, MAP {{{expression}: 1}}, ({expression})::VARCHAR")).Single();
        JsonDocument.Parse(row[0]!).RootElement[0].GetString().Should().Be(row[3]);
        JsonDocument.Parse(row[1]!).RootElement.GetProperty("a").GetString().Should().Be(row[3]);
        JsonDocument.Parse(row[2]!).RootElement.EnumerateObject().Single().Name.Should().Be(row[3]);
    }

    [TestCase("(-128)::TINYINT")]
    [TestCase("255::UTINYINT")]
    [TestCase("(-32768)::SMALLINT")]
    [TestCase("65535::USMALLINT")]
    [TestCase("4294967295::UINTEGER")]
    [TestCase("18446744073709551615::UBIGINT")]
    [TestCase("'340282366920938463463374607431768211455'::UHUGEINT")]
    [TestCase("'-100000000000000000000000000000000000000000000000000000'::BIGNUM")]
    [TestCase("(-0.05)::DECIMAL(4,2)")]
    [TestCase("(-0.05)::DECIMAL(9,2)")]
    [TestCase("(-0.05)::DECIMAL(18,2)")]
    [TestCase("(-0.05)::DECIMAL(38,2)")]
    [TestCase("0.1::FLOAT")]
    [TestCase("0.1::DOUBLE")]
    [TestCase("true")]
    public async Task A_leaf_of_a_number_is_a_literal_with_all_digits(string expression)
    {
        var row = (await RowsAsync($"select [{expression}], ({expression})::VARCHAR")).Single();
        JsonDocument.Parse(row[0]!).RootElement[0].GetRawText().Should().Be(row[1]);
    }

    [Test]
    public async Task Bytes_are_hexadecimal_inside_as_outside() =>
        JsonDocument.Parse((await CellAsync(@"['\xDE\xAD'::BLOB]"))!).RootElement[0].GetString().Should().Be("DEAD");

    [TestCase(3)]
    [TestCase(300)]
    public async Task An_enum_is_text_inside_as_outside(int values)
    {
        await ResultAsync($"create type e as enum (select 'v' || i from range({values}) t(i) order by i)");
        JsonDocument.Parse((await CellAsync($"['v{values - 1}'::e]"))!).RootElement[0].GetString().Should().Be($"v{values - 1}");
    }
}
