using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results.Formatting;

public sealed class OutputFormatTests
{
    // Wednesday, 2026-10-07 12:34:56.123456789.
    private const long Seconds = 1_791_376_496;
    private const int Nanoseconds = 123_456_789;

    [TestCase("YYYY", "2026")]
    [TestCase("YY", "26")]
    [TestCase("MM", "10")]
    [TestCase("MON", "Oct")]
    [TestCase("MMMM", "October")]
    [TestCase("DD", "07")]
    [TestCase("DY", "Wed")]
    [TestCase("HH24", "12")]
    [TestCase("HH", "12")]
    [TestCase("HH12", "12")]
    [TestCase("AM", "PM")]
    [TestCase("PM", "PM")]
    [TestCase("MI", "34")]
    [TestCase("SS", "56")]
    [TestCase("FF", "123456789")]
    [TestCase("FF0", "")]
    [TestCase("FF1", "1")]
    [TestCase("FF2", "12")]
    [TestCase("FF3", "123")]
    [TestCase("FF4", "1234")]
    [TestCase("FF5", "12345")]
    [TestCase("FF6", "123456")]
    [TestCase("FF7", "1234567")]
    [TestCase("FF8", "12345678")]
    [TestCase("FF9", "123456789")]
    [TestCase("FF10", "10", Description = "one digit, and a literal zero")]
    [TestCase("TZH", "+00")]
    [TestCase("TZM", "00")]
    [TestCase("TZHTZM", "+0000")]
    [TestCase("TZH:TZM", "+00:00")]
    [TestCase("yyyy-mm-dd\"T\"hh24:mi:ss.ff3", "2026-10-07T12:34:56.123")]
    [TestCase("YYYY-MM-DDTHH24:MI:SS.FF6", "2026-10-07T12:34:56.123456")]
    [TestCase("DY, DD MON YYYY", "Wed, 07 Oct 2026")]
    [TestCase("\"MM is \"MM\"\"", "MM is 10")]
    [TestCase("YYYYYY", "202626")]
    [TestCase("MMMMM", "OctoberM")]
    [TestCase("Q1 ü 😀 \\", "Q1 ü 😀 \\")]
    [TestCase("YYYY\t\n", "2026\t\n")]
    [TestCase("AUTO", "2026-10-07 12:34:56.123")]
    [TestCase("auto", "2026-10-07 12:34:56.123")]
    public async Task An_element_of_a_timestamp_is_shown_so(string format, string text) =>
        (await NtzAsync(format, Seconds, Nanoseconds)).Should().Be(text);

    [TestCase(0, "00 12 AM")]
    [TestCase(3_599, "00 12 AM")]
    [TestCase(3_600, "01 01 AM")]
    [TestCase(43_199, "11 11 AM")]
    [TestCase(43_200, "12 12 PM")]
    [TestCase(46_800, "13 01 PM")]
    [TestCase(86_399, "23 11 PM")]
    public async Task Hours_are_shown_by_both_clocks(long seconds, string text) =>
        (await NtzAsync("HH24 HH12 AM", seconds, 0)).Should().Be(text);

    [TestCase(-62_135_596_800, 0, "0001-01-01 00:00:00.000000000 01 Mon")]
    [TestCase(253_402_300_799, 999_999_999, "9999-12-31 23:59:59.999999999 99 Fri")]
    [TestCase(253_402_300_800, 0, "10000-01-01 00:00:00.000000000 00 Sat")]
    [TestCase(-62_135_596_801, 999_999_999, "0000-12-31 23:59:59.999999999 00 Sun")]
    [TestCase(-62_167_219_201, 0, "-0001-12-31 23:59:59.000000000 01 Fri")]
    [TestCase(-1, 1, "1969-12-31 23:59:59.000000001 69 Wed")]
    [TestCase(951_782_400, 0, "2000-02-29 00:00:00.000000000 00 Tue")]
    public async Task Times_are_shown_at_the_edges_of_the_calendar(long seconds, int nanoseconds, string text) =>
        (await NtzAsync("YYYY-MM-DD HH24:MI:SS.FF9 YY DY", seconds, nanoseconds)).Should().Be(text);

    [TestCase(long.MinValue, "-292277022657-01-27 08:29:52")]
    [TestCase(long.MaxValue, "292277026596-12-04 15:30:07")]
    public async Task The_furthest_seconds_are_shown(long seconds, string text) =>
        (await NtzAsync("YYYY-MM-DD HH24:MI:SS", seconds, 0)).Should().Be(text);

    [TestCase(0, "1970-01-01")]
    [TestCase(-719_162, "0001-01-01")]
    [TestCase(2_932_896, "9999-12-31")]
    [TestCase(-1, "1969-12-31")]
    public async Task A_date_is_shown(int days, string text) =>
        (await ResultBench.CellAsync(new("x", ResultColumnType.Date), Settings.Of(("date_output_format", "AUTO")), row => row.WriteDate(days)))
            .Should().Be(text);

    [Test]
    public async Task A_date_is_at_midnight() =>
        (await ResultBench.CellAsync(
            new("x", ResultColumnType.Date), Settings.Of(("DATE_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM")), row => row.WriteDate(1)))
            .Should().Be("1970-01-02 00:00:00.000 +0000");

    [TestCase(0L, "00:00:00.000000000 12 AM")]
    [TestCase(45_296_123_456_789L, "12:34:56.123456789 12 PM")]
    [TestCase(86_399_999_999_999L, "23:59:59.999999999 11 PM")]
    [TestCase(86_400_000_000_000L, "24:00:00.000000000 12 AM")]
    public async Task A_time_of_day_is_shown(long nanoseconds, string text) =>
        (await ResultBench.CellAsync(
            ResultColumn.Temporal("x", ResultColumnType.Time), Settings.Of(("Time_Output_Format", "HH24:MI:SS.FF9 HH12 AM")), row => row.WriteTime(nanoseconds)))
            .Should().Be(text);

    [TestCase(0, "12:00 +00 00 +0000 +00:00")]
    [TestCase(420, "19:00 +07 00 +0700 +07:00")]
    [TestCase(-210, "08:30 -03 30 -0330 -03:30")]
    [TestCase(-30, "11:30 -00 30 -0030 -00:30")]
    [TestCase(1_440, "12:00 +24 00 +2400 +24:00")]
    [TestCase(-1_440, "12:00 -24 00 -2400 -24:00")]
    public async Task An_offset_moves_the_clock_and_is_shown(int minutes, string text) =>
        (await ResultBench.CellAsync(
            ResultColumn.Temporal("x", ResultColumnType.TimestampTz),
            Settings.Of(("TIMESTAMP_TZ_OUTPUT_FORMAT", "HH24:MI TZH TZM TZHTZM TZH:TZM")),
            row => row.WriteTimestampTz(43_200, 0, minutes)))
            .Should().Be(text);

    [TestCase("America/Los_Angeles", 1_720_000_000, "2024-07-03 02:46:40 -0700")]
    [TestCase("america/los_angeles", 1_704_067_200, "2023-12-31 16:00:00 -0800")]
    [TestCase("Asia/Kolkata", 1_704_067_200, "2024-01-01 05:30:00 +0530")]
    [TestCase("UTC", 1_704_067_200, "2024-01-01 00:00:00 +0000")]
    [TestCase("Europe/Berlin", 1_711_846_799, "2024-03-31 01:59:59 +0100")]
    [TestCase("Europe/Berlin", 1_711_846_800, "2024-03-31 03:00:00 +0200")]
    [TestCase("Etc/GMT+5", 253_402_300_800, "9999-12-31 19:00:00 -0500")]
    [TestCase("Etc/GMT-5", -62_135_596_801, "0001-01-01 04:59:59 +0500")]
    [TestCase("", 1_704_067_200, "2024-01-01 00:00:00 +0000", Description = "UTC by default")]
    public async Task The_session_zone_is_that_of_timestamp_ltz(string zone, long seconds, string text) =>
        (await ResultBench.CellAsync(
            ResultColumn.Temporal("x", ResultColumnType.TimestampLtz),
            Settings.Of(("TIMEZONE", zone), ("TIMESTAMP_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS TZHTZM")),
            row => row.WriteTimestamp(seconds, 0)))
            .Should().Be(text);

    [Test]
    public async Task Only_timestamp_ltz_goes_by_the_zone() =>
        (await ResultBench.CellAsync(
            ResultColumn.Temporal("x", ResultColumnType.TimestampNtz),
            Settings.Of(("TIMEZONE", "Asia/Tokyo"), ("TIMESTAMP_OUTPUT_FORMAT", "AUTO")),
            row => row.WriteTimestamp(0, 0)))
            .Should().Be("1970-01-01 00:00:00.000 +0000");

    [Test]
    public async Task A_zone_alone_changes_no_text() =>
        (await ResultBench.CellAsync(
            ResultColumn.Temporal("x", ResultColumnType.TimestampLtz, 0), Settings.Of(("TIMEZONE", "Asia/Tokyo")), row => row.WriteTimestamp(5, 0)))
            .Should().Be("5");

    [Test]
    public void A_cell_costs_no_memory()
    {
        var (format, _) = OutputFormatParser.Parse("\"at \"DY, DD MMMM YYYY HH12:MI:SS.FF9 AM TZH:TZM");
        var column = new ColumnFormat(ResultColumn.Temporal("x", ResultColumnType.TimestampLtz), format, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var target = new byte[column.MaxLength];
        column.WriteDateTime(0, 0, null, target);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var hour = 0; hour < 10_000; hour++)
        {
            column.WriteDateTime(hour * 3600L, 1, null, target);
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / 10_000.0).Should().BeLessThan(1);
    }

    private static Task<string?> NtzAsync(string format, long seconds, int nanoseconds) => ResultBench.CellAsync(
        ResultColumn.Temporal("x", ResultColumnType.TimestampNtz),
        Settings.Of(("TIMESTAMP_NTZ_OUTPUT_FORMAT", format)),
        row => row.WriteTimestamp(seconds, nanoseconds));
}
