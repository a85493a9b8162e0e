using System.Globalization;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

public sealed class NumberCellTests
{
    private static readonly ResultColumn Real = new("x", ResultColumnType.Real);

    [TestCase(0L, "0")]
    [TestCase(-1L, "-1")]
    [TestCase(long.MaxValue, "9223372036854775807")]
    [TestCase(long.MinValue, "-9223372036854775808")]
    public async Task A_whole_number_is_its_digits(long value, string text) =>
        (await ResultBench.CellAsync(ResultColumn.Fixed("x"), row => row.WriteInt64(value))).Should().Be(text);

    [TestCase("0", 0, "0")]
    [TestCase("0", 2, "0.00")]
    [TestCase("1234567891", 2, "12345678.91")]
    [TestCase("-1234567891", 2, "-12345678.91")]
    [TestCase("-5", 2, "-0.05")]
    [TestCase("5", 1, "0.5")]
    [TestCase("-10", 1, "-1.0")]
    [TestCase("1", 37, "0.0000000000000000000000000000000000001")]
    [TestCase("99999999999999999999999999999999999999", 0, "99999999999999999999999999999999999999")]
    [TestCase("-99999999999999999999999999999999999999", 37, "-9.9999999999999999999999999999999999999")]
    [TestCase("99999999999999999999999999999999999999", 38, "0.99999999999999999999999999999999999999")]
    [TestCase("170141183460469231731687303715884105727", 0, "170141183460469231731687303715884105727")]
    [TestCase("-170141183460469231731687303715884105728", 0, "-170141183460469231731687303715884105728")]
    [TestCase("-170141183460469231731687303715884105728", 2, "-1701411834604692317316873037158841057.28")]
    public async Task A_decimal_keeps_its_scale(string unscaled, int scale, string text)
    {
        var value = Int128.Parse(unscaled, CultureInfo.InvariantCulture);
        (await ResultBench.CellAsync(ResultColumn.Fixed("x", 38, scale), row => row.WriteDecimal(value))).Should().Be(text);
    }

    [TestCase(double.NaN, "NaN")]
    [TestCase(double.PositiveInfinity, "inf")]
    [TestCase(double.NegativeInfinity, "-inf")]
    [TestCase(1.5, "1.5")]
    [TestCase(0.1, "0.1")]
    [TestCase(-0.0, "-0")]
    [TestCase(1e-7, "1e-07")]
    [TestCase(1e20, "1e+20")]
    public async Task A_double_has_Snowflakes_text(double value, string text) =>
        (await ResultBench.CellAsync(Real, row => row.WriteReal(value))).Should().Be(text);

    [Test]
    public async Task Doubles_of_few_digits_have_the_shortest_text_that_NET_gives_them()
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 20_000).Select(i => (i % 5) switch
        {
            0 => random.Next(-1_000_000, 1_000_000) / 1_000d,
            1 => random.NextInt64(-1_000_000_000_000_000, 1_000_000_000_000_000) / 1_000d,
            2 => random.NextInt64(-1_000_000_000_000_000_000, 1_000_000_000_000_000_000) / 1_000d,
            3 => Math.Round(random.NextDouble() * 1_000, random.Next(0, 5)),
            _ => random.NextInt64(-100, 100) * 0.1,
        }).Concat([1e12, -1e12, 999_999_999_999.999, 1e15, 0.001, -0.001, 0.01, 100]).ToList();

        using var bench = await ResultBench.StartAsync(Real);
        foreach (var value in values)
        {
            bench.Row.WriteReal(value);
            await bench.EndRowAsync();
        }

        (await bench.RowsAsync()).Select(row => row[0]).Should().Equal(
            values.Select(value => value.ToString(CultureInfo.InvariantCulture).Replace('E', 'e')));
    }

    [TestCase(1e-7)]
    [TestCase(1e20)]
    [TestCase(-0.0)]
    [TestCase(double.MaxValue)]
    [TestCase(double.MinValue)]
    [TestCase(double.Epsilon)]
    [TestCase(2.2250738585072014e-308)]
    [TestCase(0.30000000000000004)]
    public async Task A_double_reads_back_as_the_same_bits(double value)
    {
        var text = await ResultBench.CellAsync(Real, row => row.WriteReal(value));
        var read = double.Parse(text!, CultureInfo.InvariantCulture);
        BitConverter.DoubleToInt64Bits(read).Should().Be(BitConverter.DoubleToInt64Bits(value));
    }

    [TestCase(0.1f, "0.1")]
    [TestCase(float.NaN, "NaN")]
    [TestCase(float.PositiveInfinity, "inf")]
    [TestCase(float.NegativeInfinity, "-inf")]
    [TestCase(float.MaxValue, "3.4028235e+38")]
    [TestCase(float.Epsilon, "1e-45")]
    public async Task A_float_has_the_digits_of_a_float_and_not_those_of_its_double(float value, string text) =>
        (await ResultBench.CellAsync(Real, row => row.WriteSingle(value))).Should().Be(text);

    [TestCase(true, "true")]
    [TestCase(false, "false")]
    public async Task A_boolean_is_a_lower_case_word(bool value, string text) =>
        (await ResultBench.CellAsync(new("x", ResultColumnType.Boolean), row => row.WriteBoolean(value))).Should().Be(text);

    [Test]
    public async Task Null_is_null_and_not_a_text() =>
        (await ResultBench.CellAsync(ResultColumn.Fixed("x"), row => row.WriteNull())).Should().BeNull();
}
