namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class BindingTests : DuckDbFixture
{
    private const string Secret = "S3cret-Value";

    [TestCase("FIXED", "123", "123 BIGINT")]
    [TestCase("FIXED", "-9223372036854775808", "-9223372036854775808 BIGINT")]
    [TestCase("FIXED", "9223372036854775808", "9223372036854775808 DECIMAL(19,0)")]
    [TestCase("FIXED", "12345.67", "12345.67 DECIMAL(7,2)")]
    [TestCase("FIXED", "-0.05", "-.05 DECIMAL(2,2)")]
    [TestCase("FIXED", "99999999999999999999999999999999999999", "99999999999999999999999999999999999999 DECIMAL(38,0)")]
    [TestCase("REAL", "1.5", "1.5 DOUBLE")]
    [TestCase("REAL", "-1e300", "-1e+300 DOUBLE")]
    [TestCase("DECFLOAT", "2.5", "2.5 DOUBLE")]
    [TestCase("TEXT", "", " VARCHAR")]
    [TestCase("TEXT", "it's \"ä😀\\", "it's \"ä😀\\ VARCHAR")]
    [TestCase("text", "lower case", "lower case VARCHAR")]
    [TestCase("BOOLEAN", "true", "true BOOLEAN")]
    [TestCase("BOOLEAN", "FALSE", "false BOOLEAN")]
    [TestCase("BOOLEAN", "1", "true BOOLEAN")]
    [TestCase("BOOLEAN", "0", "false BOOLEAN")]
    [TestCase("BINARY", "DEadBEEF00", @"\xDE\xAD\xBE\xEF\x00 BLOB")]
    [TestCase("BINARY", "", " BLOB")]
    [TestCase("DATE", "0", "1970-01-01 DATE")]
    [TestCase("DATE", "-1", "1969-12-31 DATE")]
    [TestCase("DATE", "1791504000000", "2026-10-09 DATE")]
    [TestCase("TIME", "45296123456000", "12:34:56.123456 TIME")]
    [TestCase("TIME", "86400000000000", "24:00:00 TIME")]
    [TestCase("TIMESTAMP_NTZ", "1791594123123456000", "2026-10-10 01:02:03.123456 TIMESTAMP")]
    [TestCase("TIMESTAMP_NTZ", "1791594123123456789", "2026-10-10 01:02:03.123456789 TIMESTAMP")]
    [TestCase("TIMESTAMP_NTZ", "-1500000000", "1969-12-31 23:59:58.5 TIMESTAMP")]
    [TestCase("TIMESTAMP_LTZ", "1791594123123456000", "2026-10-10 01:02:03.123456+00 TIMESTAMP WITH TIME ZONE")]
    [TestCase("TIMESTAMP_TZ", "1791594123123456000 1860", "2026-10-10 01:02:03.123456+00 TIMESTAMP WITH TIME ZONE")]
    public async Task A_value_arrives_with_its_type(string type, string value, string expected)
    {
        await ResultAsync("set global TimeZone = 'UTC'");
        var row = (await RowsAsync("select ?::VARCHAR || ' ' || typeof(?)", ("1", type, value), ("2", type, value))).Single();
        row.Should().Equal(expected);
    }

    [Test]
    public async Task Positions_count_from_one_whatever_the_order()
    {
        (await RowsAsync("select ?, ?", ("2", "TEXT", "b"), ("1", "TEXT", "a"))).Single().Should().Equal("a", "b");
        (await RowsAsync("select $2, $1, $2", ("1", "TEXT", "a"), ("2", "TEXT", "b"))).Single().Should().Equal("b", "a", "b");
    }

    [Test]
    public async Task Names_find_their_placeholders() =>
        (await RowsAsync("select $second, $first", ("first", "TEXT", "a"), ("second", "FIXED", "2"))).Single().Should().Equal("2", "a");

    [Test]
    public async Task More_than_nine_positions_are_kept_apart()
    {
        var bindings = Enumerable.Range(1, 12).Select(i => ($"{i}", "FIXED", (string?)$"{i * i}")).ToArray();
        var row = (await RowsAsync($"select {string.Join(", ", Enumerable.Repeat("?", 12))}", bindings)).Single();
        row.Should().Equal(Enumerable.Range(1, 12).Select(i => $"{i * i}"));
    }

    [TestCase("FIXED")]
    [TestCase("TEXT")]
    [TestCase("TIMESTAMP_TZ")]
    public async Task A_null_of_any_type_is_null(string type) =>
        (await RowsAsync("select ? is null", ("1", type, null))).Single().Should().Equal("true");

    [Test]
    public async Task Extra_values_are_ignored() =>
        (await RowsAsync("select ?", ("1", "TEXT", "a"), ("2", "TEXT", "b"), ("0", "TEXT", "c"), ("name", "TEXT", "d"))).Single().Should().Equal("a");

    [Test]
    public async Task A_missing_value_is_an_error_that_names_it()
    {
        var error = await ErrorAsync("select ?, ?", ("1", "TEXT", "a"));
        error.Code.Should().Be("002049");
        error.Message.Should().Contain("line 1 at position 10").And.Contain("Bind variable ? not set.");
    }

    [TestCase("FIXED", Secret)]
    [TestCase("FIXED", "")]
    [TestCase("FIXED", "1.2.3")]
    [TestCase("FIXED", ".")]
    [TestCase("FIXED", "1e5x")]
    [TestCase("FIXED", "1.-5")]
    [TestCase("FIXED", "100000000000000000000000000000000000000")]
    [TestCase("FIXED", "999999999999999999999999999999999999999999999999")]
    [TestCase("FIXED", "0.000000000000000000000000000000000000001")]
    [TestCase("REAL", Secret)]
    [TestCase("REAL", "1e999")]
    [TestCase("REAL", "-")]
    [TestCase("BOOLEAN", Secret)]
    [TestCase("BOOLEAN", "2")]
    [TestCase("BINARY", Secret)]
    [TestCase("BINARY", "ABC")]
    [TestCase("DATE", Secret)]
    [TestCase("DATE", "9223372036854775807")]
    [TestCase("DATE", "253402300800000")]
    [TestCase("TIME", Secret)]
    [TestCase("TIME", "-1")]
    [TestCase("TIME", "86400000001000")]
    [TestCase("TIMESTAMP_NTZ", Secret)]
    [TestCase("TIMESTAMP_NTZ", "253402300800000000000")]
    [TestCase("TIMESTAMP_NTZ", "-62135596800000000001")]
    [TestCase("TIMESTAMP_LTZ", "999999999999999999999")]
    [TestCase("TIMESTAMP_TZ", Secret)]
    [TestCase("TIMESTAMP_TZ", "0 " + Secret)]
    [TestCase("TIMESTAMP_TZ", "0 1440 7")]
    [TestCase("TIMESTAMP_TZ", "0 2881")]
    [TestCase("TEXT", "S3cret\0Value")]
    public async Task A_value_that_does_not_fit_is_an_error_that_keeps_it_secret(string type, string value)
    {
        var error = await ErrorAsync("select ?", ("1", type, value));
        error.Code.Should().Be("002086");
        error.Message.Should().Contain(":1").And.Contain(type).And.NotContain("S3cret");
    }

    [Test]
    public async Task An_unknown_type_is_an_error_that_names_it()
    {
        var error = await ErrorAsync("select ?", ("1", "VECTOR", "1"));
        error.Code.Should().Be("002040");
        error.Message.Should().Contain("VECTOR");
    }
}
