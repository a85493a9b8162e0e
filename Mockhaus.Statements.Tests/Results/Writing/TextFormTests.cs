using System.Globalization;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results.Writing;

/// <summary>Texts as values of a typed column.</summary>
public sealed class TextFormTests
{
    [TestCase("0", 38, 0, "0")]
    [TestCase("-0", 38, 2, "0.00")]
    [TestCase("007", 1, 0, "7")]
    [TestCase("+7", 38, 0, "7")]
    [TestCase("-0.05", 3, 2, "-0.05")]
    [TestCase(".5", 3, 2, "0.50")]
    [TestCase("1.500", 2, 1, "1.5")]
    [TestCase("1.2e3", 38, 0, "1200")]
    [TestCase("1200E-3", 38, 1, "1.2")]
    [TestCase("99999999999999999999999999999999999999", 38, 0, "99999999999999999999999999999999999999")]
    [TestCase("-0.99999999999999999999999999999999999999", 38, 38, "-0.99999999999999999999999999999999999999")]
    [TestCase("0.000000000000000000000000000000000000000000e5", 38, 0, "0")]
    [TestCase("1e37", 38, 0, "10000000000000000000000000000000000000")]
    public async Task A_number_is_read_exactly(string text, int precision, int scale, string cell) =>
        (await CellAsync(ResultColumn.Fixed("x", precision, scale), text)).Should().Be(cell);

    [TestCase("", 38, 0)]
    [TestCase("-", 38, 0)]
    [TestCase(".", 38, 0)]
    [TestCase("1.", 38, 0)]
    [TestCase("1.2.3", 38, 9)]
    [TestCase("1 ", 38, 0)]
    [TestCase("1,000", 38, 0)]
    [TestCase("0x10", 38, 0)]
    [TestCase("1e", 38, 0)]
    [TestCase("1e99999999999", 38, 0)]
    [TestCase("1e38", 38, 0)]
    [TestCase("0.05", 38, 1)]
    [TestCase("1000", 3, 0)]
    [TestCase("10", 2, 1)]
    [TestCase("100000000000000000000000000000000000000", 38, 0)]
    [TestCase("٣", 38, 0)]
    public async Task A_number_that_is_none_or_does_not_fit_is_refused(string text, int precision, int scale) =>
        (await CellAsync(ResultColumn.Fixed("x", precision, scale), text)).Should().BeNull();

    [TestCase(ResultColumnType.Real, "1.50", "1.5")]
    [TestCase(ResultColumnType.Real, "NaN", "NaN")]
    [TestCase(ResultColumnType.Real, "-Infinity", "-inf")]
    [TestCase(ResultColumnType.Real, "inf", "inf")]
    [TestCase(ResultColumnType.Real, "1e400", null)]
    [TestCase(ResultColumnType.Real, "x", null)]
    [TestCase(ResultColumnType.Boolean, "True", "true")]
    [TestCase(ResultColumnType.Boolean, "0", "false")]
    [TestCase(ResultColumnType.Boolean, "yes", null)]
    [TestCase(ResultColumnType.Binary, "dEaD", "DEAD")]
    [TestCase(ResultColumnType.Binary, "", "")]
    [TestCase(ResultColumnType.Binary, "dea", null)]
    [TestCase(ResultColumnType.Binary, "zz", null)]
    [TestCase(ResultColumnType.Variant, "[1, 2]", "[\n  1,\n  2\n]")]
    [TestCase(ResultColumnType.Object, "[1, 2]", null)]
    [TestCase(ResultColumnType.Array, "[1, 2", null)]
    [TestCase(ResultColumnType.Date, "0001-01-01", "-719162")]
    [TestCase(ResultColumnType.Date, "9999-12-31", "2932896")]
    [TestCase(ResultColumnType.Date, "2026-02-29", null)]
    [TestCase(ResultColumnType.Time, "23:59:59.999999999", "86399.999999999")]
    [TestCase(ResultColumnType.Time, "12:34", "45240.000000000")]
    [TestCase(ResultColumnType.Time, "12:34.5", null)]
    [TestCase(ResultColumnType.Time, "24:00:00", null)]
    [TestCase(ResultColumnType.TimestampNtz, "0001-01-01", "-62135596800.000000000")]
    [TestCase(ResultColumnType.TimestampNtz, "1969-12-31 23:59:58.500000001", "-1.499999999")]
    [TestCase(ResultColumnType.TimestampNtz, "9999-12-31T23:59:59.999999999", "253402300799.999999999")]
    [TestCase(ResultColumnType.TimestampNtz, "1970-01-01T00:00:00Z", null)]
    [TestCase(ResultColumnType.TimestampNtz, "1970-01-01T00:00:00.1234567890", null)]
    [TestCase(ResultColumnType.TimestampNtz, "1970-01-01T", null)]
    [TestCase(ResultColumnType.TimestampLtz, "1970-01-01T00:00:00Z", "0.000000000")]
    [TestCase(ResultColumnType.TimestampLtz, "1970-01-01 01:30:00 +01:30", "0.000000000")]
    [TestCase(ResultColumnType.TimestampLtz, "1970-01-01 00:00:00", null)]
    [TestCase(ResultColumnType.TimestampTz, "1970-01-01T00:00:00.5-0130", "5400.500000000 1350")]
    [TestCase(ResultColumnType.TimestampTz, "1970-01-01T00:00:00+14", "-50400.000000000 2280")]
    [TestCase(ResultColumnType.TimestampTz, "1970-01-01T00:00:00+25:00", null)]
    [TestCase(ResultColumnType.TimestampTz, "1970-01-01T00:00:00+1", null)]
    public async Task A_text_is_read_in_the_form_of_its_column_or_refused(ResultColumnType type, string text, string? cell)
    {
        var column = type is >= ResultColumnType.Time and <= ResultColumnType.TimestampTz ? ResultColumn.Temporal("x", type) : new ResultColumn("x", type);
        (await CellAsync(column, text)).Should().Be(cell);
    }

    [Test]
    public async Task Random_decimals_are_read_as_decimal_reads_them([Values(5, 20260715)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var value = new decimal(random.Next(), random.Next(), random.Next(1 << 8), random.Next(2) == 0, (byte)random.Next(16));
            var text = value.ToString(CultureInfo.InvariantCulture);
            var cell = await CellAsync(ResultColumn.Fixed("x", 38, 15), text);
            decimal.Parse(cell!, CultureInfo.InvariantCulture).Should().Be(value, "seed {0}", seed);
        }
    }

    private static async Task<string?> CellAsync(ResultColumn column, string text)
    {
        using var bench = await ResultBench.StartAsync(column);
        if (!TextCells.TryWrite(bench.Row, column, text))
        {
            return null;
        }

        await bench.EndRowAsync();
        return (await bench.RowsAsync()).Single().Single();
    }
}
