using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

public sealed class TimeCellTests
{
    [TestCase(0, "0")]
    [TestCase(20735, "20735")]
    [TestCase(-25567, "-25567")]
    [TestCase(int.MaxValue, "2147483647")]
    [TestCase(int.MinValue, "-2147483648")]
    public async Task A_date_is_days_since_the_epoch(int days, string text) =>
        (await ResultBench.CellAsync(new("x", ResultColumnType.Date), row => row.WriteDate(days))).Should().Be(text);

    [TestCase(0L, 9, "0.000000000")]
    [TestCase(45_296_123_456_789, 9, "45296.123456789")]
    [TestCase(45_296_123_456_789, 3, "45296.123")]
    [TestCase(45_296_999_999_999, 0, "45296")]
    [TestCase(1L, 9, "0.000000001")]
    [TestCase(86_400_000_000_000, 9, "86400.000000000")]
    public async Task A_time_is_seconds_since_midnight(long nanoseconds, int scale, string text)
    {
        var column = ResultColumn.Temporal("x", ResultColumnType.Time, scale);
        (await ResultBench.CellAsync(column, row => row.WriteTime(nanoseconds))).Should().Be(text);
    }

    [TestCase(1791549296L, 123456789, 9, "1791549296.123456789")]
    [TestCase(1791549296L, 123456789, 3, "1791549296.123")]
    [TestCase(1791549296L, 123456789, 0, "1791549296")]
    [TestCase(1791549296L, 1, 9, "1791549296.000000001")]
    [TestCase(0L, 0, 9, "0.000000000")]
    [TestCase(-1L, 0, 9, "-1.000000000")]
    [TestCase(-2L, 500_000_000, 9, "-1.500000000")]
    [TestCase(-2L, 500_000_000, 1, "-1.5")]
    [TestCase(-1L, 999_999_999, 9, "-0.000000001")]
    [TestCase(-1L, 500_000_000, 3, "-0.500")]
    [TestCase(-62_135_596_800L, 0, 0, "-62135596800")]
    [TestCase(253_402_300_799L, 999_999_999, 9, "253402300799.999999999")]
    public async Task A_timestamp_is_seconds_since_the_epoch(long seconds, int nanoseconds, int scale, string text)
    {
        var column = ResultColumn.Temporal("x", ResultColumnType.TimestampNtz, scale);
        (await ResultBench.CellAsync(column, row => row.WriteTimestamp(seconds, nanoseconds))).Should().Be(text);
    }

    [TestCase(1791524096L, 123456789, 420, "1791524096.123456789 1860")]
    [TestCase(0L, 0, 0, "0.000000000 1440")]
    [TestCase(0L, 0, -720, "0.000000000 720")]
    [TestCase(0L, 0, 840, "0.000000000 2280")]
    [TestCase(-2L, 500_000_000, -1440, "-1.500000000 0")]
    [TestCase(-2L, 500_000_000, 1440, "-1.500000000 2880")]
    public async Task A_timestamp_with_offset_has_its_minutes_behind_it(long seconds, int nanoseconds, int offset, string text)
    {
        var column = ResultColumn.Temporal("x", ResultColumnType.TimestampTz);
        (await ResultBench.CellAsync(column, row => row.WriteTimestampTz(seconds, nanoseconds, offset))).Should().Be(text);
    }
}
