using System.Globalization;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>With which type a value arrives at DuckDB, which does not depend on what the value is.</summary>
public sealed class BindTypeTests : DuckDbFixture
{
    private static readonly string[] Moments =
    [
        "-62135596800000000000", "-62135596800000000000", "253402300799999999900", "253402214400000000000", "1791594123123456789", "1791594123123456700",
        "1791594123123456000", "0", "-1", "-9223372036854775808", "9223372036854775807",
    ];

    [Test]
    public async Task Years_1_to_9999_arrive_alone_and_in_arrays([Values("TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ")] string type)
    {
        string?[] values = ["-62135596800000000000", "-1", "253402214400000000000", "253402300799999999000"];
        string[] cells = ["-62135596800.000000000", "-0.000001000", "253402214400.000000000", "253402300799.999999000"];
        await ResultAsync("set global TimeZone = 'UTC'");

        // Digits below a microsecond and a year that nanoseconds do not reach: the array has one type for both.
        var batch = await RunBatchAsync("select ?", ("1", type, values));

        batch.Error.Should().BeNull();
        (await Session.ReadRowsAsync(batch.Handle).ToListAsync()).Select(row => row[0]).Should().Equal(cells);
        foreach (var (value, cell) in values.Zip(cells).Where(pair => pair.First != "-1"))
        {
            (await RowsAsync("select ?", ("1", type, value))).Single().Should().Equal(cell);
        }
    }

    [TestCaseSource(nameof(Moments))]
    public async Task A_timestamp_is_compared_and_computed_with_whatever_its_digits_are(string nanoseconds)
    {
        await ResultAsync("set global TimeZone = 'UTC'");
        await ResultAsync("create table m (ts timestamp, tz timestamptz, d date)");
        await ResultAsync("insert into m values ('2026-01-01', '2026-01-01', '2026-01-01')");
        var binding = new (string, string, string?)[] { ("1", "TIMESTAMP_NTZ", nanoseconds) };
        var expected = UInt128.TryParse(nanoseconds, CultureInfo.InvariantCulture, out var value) && value > 1767225600000000000 ? "true" : "false";

        foreach (var column in new[] { "ts", "tz", "d" })
        {
            (await RowsAsync($"select ? > {column} from m", binding)).Single().Should().Equal([expected], column);
        }

        (await RowsAsync("select typeof(?)", binding)).Single().Should().Equal("TIMESTAMP");
        (await RowsAsync("select date_trunc('day', ? + interval 1 hour) is not null, now() > ?", [.. binding, ("2", "TIMESTAMP_NTZ", nanoseconds)]))
            .Single()[0].Should().Be("true");
    }

    [Test]
    public async Task Nanoseconds_arrive_where_they_have_a_place()
    {
        const string value = "1791594123123456789";
        await ResultAsync("create table n (tn timestamp_ns, ts timestamp)");
        (await RunAsync("insert into n values (?, ?)", ("1", "TIMESTAMP_NTZ", value), ("2", "TIMESTAMP_NTZ", value))).Error.Should().BeNull();

        (await RowsAsync("select tn, ts from n")).Single().Should().Equal("1791594123.123456789", "1791594123.123456000");
        (await RowsAsync("select ? as x", ("1", "TIMESTAMP_NTZ", value))).Single().Should().Equal("1791594123.123456789");
        (await RowsAsync("select ?::varchar", ("1", "TIMESTAMP_NTZ", value))).Single().Should().Equal("2026-10-10 01:02:03.123456789");
        (await RowsAsync("select count(*) from n where tn = ?", ("1", "TIMESTAMP_NTZ", value))).Single().Should().Equal("1");
    }

    [TestCase("inf", "inf")]
    [TestCase("-inf", "-inf")]
    [TestCase("Infinity", "inf")]
    [TestCase("-INFINITY", "-inf")]
    [TestCase("NaN", "NaN")]
    [TestCase("nan", "NaN")]
    [TestCase(" 1.5 ", "1.5")]
    [TestCase("-0", "-0")]
    [TestCase("1.7976931348623157e+308", "1.7976931348623157e+308")]
    public async Task A_real_is_taken_in_the_forms_that_it_is_answered_in(string value, string cell)
    {
        (await RowsAsync("select ?", ("1", "REAL", value))).Single().Should().Equal(cell);
        (await RowsAsync("select ?", ("1", "DECFLOAT", value))).Single().Should().Equal(cell);
    }

    [TestCase("insert into b values (?)")]
    [TestCase("update b set x = ?")]
    public async Task A_text_for_a_column_of_bytes_is_hexadecimal(string sql)
    {
        await ResultAsync("create table b (x blob)");
        await ResultAsync("insert into b values ('')");
        (await RunAsync(sql, ("1", "TEXT", "deadBEEF"))).Error.Should().BeNull();

        (await RowsAsync("select x from b where x = ?", ("1", "TEXT", "DEADBEEF"))).Should().NotBeEmpty()
            .And.OnlyContain(row => row[0] == "DEADBEEF");
        (await ErrorAsync(sql, ("1", "TEXT", "S3cret"))).Should().Match<StatementError>(
            error => error.Code == "002086" && error.SqlState == "22000" && error.Message.Contains("TEXT") && !error.Message.Contains("S3cret"));
    }

    [TestCase("select id + ? from t", "5", "12")]
    [TestCase("select ? + id from t", "5", "12")]
    [TestCase("select id - (?) from t", "5", "2")]
    [TestCase("select -? from t", "5", "-5")]
    [TestCase("select ? * 1.5", "4", "6.0")]
    [TestCase("select (? + 1)::int % 4", "5", "2")]
    [TestCase("select :a + 1", "0.5", "1.5")]
    [TestCase("select length(?) + 1", "12345", "6", Description = "the call is the operand")]
    [TestCase("select ? || 1", "5", "51")]
    [TestCase("select ? -> 'a' from t", "{\"a\": 1}", "1")]
    [TestCase("select date '2026-01-03' - ?::date", "2026-01-01", "2")]
    public async Task A_text_beside_a_sign_of_arithmetic_is_a_number(string sql, string value, string cell)
    {
        await ResultAsync("create table t as select 7::int as id");
        (await RowsAsync(sql, ("1", "TEXT", value), ("a", "TEXT", value))).Single().Should().Equal(cell);
    }

    [Test]
    public async Task An_array_of_texts_beside_a_sign_of_arithmetic_is_an_array_of_numbers()
    {
        var statement = await RunBatchAsync("select ? + 1::int", ("1", "TEXT", ["1", "2.5"]));

        statement.Error.Should().BeNull();
        (await Session.ReadRowsAsync(statement.Handle).ToListAsync()).Select(row => row[0]).Should().Equal("2.0", "3.5");
    }

    [Test]
    public async Task What_a_batch_computes_from_a_null_needs_a_cast_and_the_error_says_so()
    {
        // DuckDB takes whatever a function makes of a null that it knows beforehand for a null without a type.
        (await RunBatchAsync("select ? + 1::int", ("1", "FIXED", ["1.5", null]))).Error!.Message.Should().Contain("Cast");
        (await RunBatchAsync("select (? + 1::int)::decimal(9, 1)", ("1", "FIXED", ["1.5", null]))).Error.Should().BeNull();
    }

    [TestCase("FIXED", ResultColumnType.Fixed)]
    [TestCase("REAL", ResultColumnType.Real)]
    [TestCase("TEXT", ResultColumnType.Text)]
    [TestCase("BOOLEAN", ResultColumnType.Boolean)]
    [TestCase("BINARY", ResultColumnType.Binary)]
    [TestCase("DATE", ResultColumnType.Date)]
    [TestCase("TIME", ResultColumnType.Time)]
    [TestCase("TIMESTAMP_NTZ", ResultColumnType.TimestampNtz)]
    [TestCase("TIMESTAMP_LTZ", ResultColumnType.TimestampLtz)]
    [TestCase("TIMESTAMP_TZ", ResultColumnType.TimestampLtz)]
    public async Task A_null_that_is_bound_with_a_type_keeps_it(string type, ResultColumnType expected)
    {
        var statement = await RunAsync("select ?", ("1", type, null));

        statement.Error.Should().BeNull();
        statement.Result!.Columns.Single().Type.Should().Be(expected);
        statement.Result.Columns.Single().Nullable.Should().BeTrue();
        (await RowsAsync("select ?", ("1", type, null))).Single().Should().Equal((string?)null);
    }

    [TestCase("TEXT")]
    [TestCase("FIXED")]
    [TestCase("TIMESTAMP_NTZ")]
    public async Task A_null_of_any_type_goes_into_a_column_of_any_type(string type)
    {
        await ResultAsync("create table t (i int, s varchar, d date, b blob, l int[])");
        (await RunAsync("insert into t values (?, ?, ?, ?, ?)", [.. Enumerable.Range(1, 5).Select(i => ($"{i}", type, (string?)null))])).Error.Should().BeNull();
        (await RowsAsync("select i + ? from t", ("1", type == "TIMESTAMP_NTZ" ? "TEXT" : type, null))).Single().Should().Equal((string?)null);
    }
}
