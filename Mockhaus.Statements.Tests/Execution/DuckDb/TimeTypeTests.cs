using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class TimeTypeTests : DuckDbFixture
{
    [TestCase("DATE '1970-01-01'", "0")]
    [TestCase("DATE '0001-01-01'", "-719162")]
    [TestCase("DATE '9999-12-31'", "2932896")]
    [TestCase("DATE '0044-03-15 (BC)'", "-735160")]
    [TestCase("DATE '1900-01-01'", "-25567")]
    public async Task A_date_is_days(string expression, string text)
    {
        (await ColumnAsync(expression)).Should().Be(new ResultColumn("x", ResultColumnType.Date));
        (await CellAsync(expression)).Should().Be(text);
    }

    [TestCase("TIME '00:00:00'", "0.000000000")]
    [TestCase("TIME '12:34:56.123456'", "45296.123456000")]
    [TestCase("TIME '23:59:59.999999'", "86399.999999000")]
    [TestCase("TIME '24:00:00'", "86400.000000000")]
    [TestCase("'12:34:56.123456789'::TIME_NS", "45296.123456789")]
    [TestCase("'00:00:00.000000001'::TIME_NS", "0.000000001")]
    public async Task A_time_is_seconds_since_midnight(string expression, string text)
    {
        (await ColumnAsync(expression)).Should().Be(ResultColumn.Temporal("x", ResultColumnType.Time));
        (await CellAsync(expression)).Should().Be(text);
    }

    [TestCase("TIMESTAMP_S '1969-12-31 23:59:58'", 0, "-2")]
    [TestCase("TIMESTAMP_S '9999-12-31 23:59:59'", 0, "253402300799")]
    [TestCase("TIMESTAMP_MS '1969-12-31 23:59:58.5'", 3, "-1.500")]
    [TestCase("TIMESTAMP_MS '2026-10-10 01:02:03.007'", 3, "1791594123.007")]
    [TestCase("TIMESTAMP '1969-12-31 23:59:58.5'", 9, "-1.500000000")]
    [TestCase("TIMESTAMP '1969-12-31 23:59:59.999999'", 9, "-0.000001000")]
    [TestCase("TIMESTAMP '0001-01-01 00:00:00'", 9, "-62135596800.000000000")]
    [TestCase("TIMESTAMP '294247-01-10 04:00:54.775806'", 9, "9223372036854.775806000")]
    [TestCase("TIMESTAMP_NS '1969-12-31 23:59:59.999999999'", 9, "-0.000000001")]
    [TestCase("TIMESTAMP_NS '2026-10-10 01:02:03.123456789'", 9, "1791594123.123456789")]
    public async Task A_timestamp_has_as_many_digits_as_its_scale(string expression, int scale, string text)
    {
        (await ColumnAsync(expression)).Should().Be(ResultColumn.Temporal("x", ResultColumnType.TimestampNtz, scale));
        (await CellAsync(expression)).Should().Be(text);
    }

    [TestCase("TIMESTAMPTZ '2026-10-10 01:02:03.5+07:00'", "1791568923.500000000")]
    [TestCase("TIMESTAMPTZ '1970-01-01 00:00:00+01:30'", "-5400.000000000")]
    public async Task A_timestamp_with_time_zone_is_an_instant(string expression, string text)
    {
        (await ColumnAsync(expression)).Should().Be(ResultColumn.Temporal("x", ResultColumnType.TimestampLtz));
        (await CellAsync(expression)).Should().Be(text);
    }

    [TestCase("DATE")]
    [TestCase("TIMESTAMP")]
    [TestCase("TIMESTAMP_S")]
    [TestCase("TIMESTAMP_MS")]
    [TestCase("TIMESTAMP_NS")]
    [TestCase("TIMESTAMPTZ")]
    public async Task An_infinite_time_is_an_error_that_names_the_column(string type)
    {
        foreach (var value in new[] { "infinity", "-infinity" })
        {
            var error = await ErrorAsync($"select '{value}'::{type} as never");
            error.Code.Should().Be(StatementErrorCodes.ValueNotRepresentable);
            error.Message.Should().Contain("'never'").And.Contain("infinite");
        }
    }
}
