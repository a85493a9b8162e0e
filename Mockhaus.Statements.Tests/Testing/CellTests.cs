using System.Globalization;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Testing;

namespace Mockhaus.Statements.Tests.Testing;

public sealed class CellTests : ScriptFixture
{
    private static readonly DateTime Moment = new DateTime(1969, 12, 31, 23, 59, 58, DateTimeKind.Unspecified).AddTicks(5_000_001);
    private static readonly DateTimeOffset Instant = new(Moment, TimeSpan.FromMinutes(-90));

    private static IEnumerable<TestCaseData> Inferred =>
    [
        Case(true, new("x", ResultColumnType.Boolean), "true"),
        Case((byte)255, ResultColumn.Fixed("x", 3), "255"),
        Case((sbyte)-128, ResultColumn.Fixed("x", 3), "-128"),
        Case(short.MinValue, ResultColumn.Fixed("x", 5), "-32768"),
        Case(ushort.MaxValue, ResultColumn.Fixed("x", 5), "65535"),
        Case(int.MinValue, ResultColumn.Fixed("x", 10), "-2147483648"),
        Case(uint.MaxValue, ResultColumn.Fixed("x", 10), "4294967295"),
        Case(long.MinValue, ResultColumn.Fixed("x", 19), "-9223372036854775808"),
        Case(ulong.MaxValue, ResultColumn.Fixed("x", 20), "18446744073709551615"),
        Case(Int128.Parse(new string('9', 38), CultureInfo.InvariantCulture), ResultColumn.Fixed("x"), new string('9', 38)),
        Case(12345.60m, ResultColumn.Fixed("x", 38, 2), "12345.60"),
        Case(-0.0000000000000000000000000001m, ResultColumn.Fixed("x", 38, 28), "-0.0000000000000000000000000001"),
        Case(0.1f, new("x", ResultColumnType.Real), "0.1"),
        Case(double.NegativeInfinity, new("x", ResultColumnType.Real), "-inf"),
        Case(Moment, ResultColumn.Temporal("x", ResultColumnType.TimestampNtz), "-1.499999900"),
        Case(Instant, ResultColumn.Temporal("x", ResultColumnType.TimestampTz), "5398.500000100 1350"),
        Case(new DateOnly(1900, 1, 1), new("x", ResultColumnType.Date), "-25567"),
        Case(new TimeOnly(12, 34, 56, 789), ResultColumn.Temporal("x", ResultColumnType.Time), "45296.789000000"),
        Case(new byte[] { 0xde, 0xad }, ResultColumn.Binary("x"), "DEAD"),
        Case("text", ResultColumn.Text("x"), "text"),
        Case('c', ResultColumn.Text("x"), "c"),
        Case(Guid.Parse("0123abcd-4567-89ef-8123-456789abcdef"), ResultColumn.Text("x"), "0123abcd-4567-89ef-8123-456789abcdef"),
        Case(new TimeSpan(1, 2, 3, 4), ResultColumn.Text("x"), "1.02:03:04"),
        Case(StatementStatus.Running, ResultColumn.Text("x"), "Running"),
    ];

    private static IEnumerable<TestCaseData> Explicit =>
    [
        Case(7, ResultColumn.Fixed("x", 5, 2), "7.00"),
        Case(7.5m, ResultColumn.Fixed("x", 38, 30), "7.500000000000000000000000000000"),
        Case(-99, ResultColumn.Fixed("x", 2), "-99"),
        Case(9, new("x", ResultColumnType.Fixed), "9"),
        Case(3, new("x", ResultColumnType.Real), "3"),
        Case(new TimeSpan(0, 23, 59, 59), ResultColumn.Temporal("x", ResultColumnType.Time, 0), "86399"),
        Case(Moment, ResultColumn.Temporal("x", ResultColumnType.TimestampNtz, 3), "-1.499"),
        Case(Instant, ResultColumn.Temporal("x", ResultColumnType.TimestampLtz, 0), "5398"),
        Case("{\"a\": 1}", new("x", ResultColumnType.Object), "{\"a\": 1}"),
        Case("[1]", new("x", ResultColumnType.Array), "[1]"),
        Case("1", new("x", ResultColumnType.Variant), "1"),
    ];

    private static IEnumerable<TestCaseData> Misfits =>
    [
        Case("1", ResultColumn.Fixed("x"), "row 1 of the script has the text '1', which does not fit a column of the type FIXED(38,0)"),
        Case(100, ResultColumn.Fixed("x", 2), "100 (Int32)"),
        Case(100, ResultColumn.Fixed("x", 4, 2), "FIXED(4,2)"),
        Case(0.125m, ResultColumn.Fixed("x", 38, 2), "0.125 (Decimal)"),
        Case(Int128.MinValue, ResultColumn.Fixed("x"), "(Int128)"),
        Case(1.5m, new("x", ResultColumnType.Real), "REAL"),
        Case((1L << 53) + 1, new("x", ResultColumnType.Real), "9007199254740993 (Int64)"),
        Case(1, ResultColumn.Text("x"), "TEXT"),
        Case(true, ResultColumn.Text("x"), "True (Boolean)"),
        Case(1, new("x", ResultColumnType.Boolean), "BOOLEAN"),
        Case("DEAD", ResultColumn.Binary("x"), "BINARY"),
        Case(Moment, new("x", ResultColumnType.Date), "DATE"),
        Case(TimeSpan.FromDays(1), ResultColumn.Temporal("x", ResultColumnType.Time), "(TimeSpan)"),
        Case(Moment, ResultColumn.Temporal("x", ResultColumnType.TimestampTz), "TIMESTAMPTZ"),
        Case(new[] { 1 }, new("x", ResultColumnType.Array), "a Int32[]"),
        Case(DBNull.Value, ResultColumn.Text("x") with { Nullable = false }, "a null"),
    ];

    [TestCaseSource(nameof(Inferred))]
    public async Task A_value_tells_the_type_of_its_column(object value, ResultColumn column, string text)
    {
        Script.When("select").Returns(["x"], [null], [value]);

        var statement = await RunAsync("select");

        statement.Result!.Columns.Should().Equal(column);
        (await RowsAsync("select")).Select(row => row.Single()).Should().Equal(null, text);
    }

    [TestCaseSource(nameof(Explicit))]
    public async Task A_column_may_say_its_type_itself(object value, ResultColumn column, string text)
    {
        Script.When("select").Returns([column], [value], [DBNull.Value]);

        (await RunAsync("select")).Result!.Columns.Should().Equal(column);
        (await RowsAsync("select")).Select(row => row.Single()).Should().Equal(text, null);
    }

    [TestCaseSource(nameof(Misfits))]
    public void A_value_that_does_not_fit_is_refused_where_it_is_written(object value, ResultColumn column, string message)
    {
        var write = () => Script.When("select").Returns([column], [value]);

        write.Should().Throw<ArgumentException>().WithMessage($"*Column 'x'*{message}*");
    }

    [Test]
    public async Task Values_of_several_number_types_share_a_column()
    {
        Script.When("select").Returns(["whole", "decimal", "real"], [1, 1, 1], [5_000_000_000, 2.5m, 2.5], [(byte)3, 0.125m, 1e300]);

        (await RunAsync("select")).Result!.Columns.Should().Equal(
            ResultColumn.Fixed("whole", 19), ResultColumn.Fixed("decimal", 38, 3), new("real", ResultColumnType.Real));
        (await RowsAsync("select"))[1].Should().Equal("5000000000", "2.500", "2.5");
    }

    [Test]
    public void Values_of_types_that_do_not_mix_are_refused_where_they_are_written()
    {
        var write = () => Script.When("select").Returns(["N"], [1], ["a"]);

        write.Should().Throw<ArgumentException>().WithMessage("*'N' are Fixed and Text*ResultColumn*");
    }

    [Test]
    public void An_object_that_is_no_value_is_refused_where_it_is_written()
    {
        var write = () => Script.When("select").Returns(["N"], [new List<int> { 1 }]);

        write.Should().Throw<ArgumentException>().WithMessage("*a List`1*");
    }

    [Test]
    public void A_row_that_is_too_short_or_too_long_is_refused_where_it_is_written()
    {
        var shorter = () => Script.When("select").Returns(["A", "B"], [1, 2], [3]);
        var longer = () => Script.When("select").Returns(["A"], [1, 2]);
        var none = () => Script.When("select").Returns(["A"], default(ScriptedRow));

        shorter.Should().Throw<ArgumentException>().WithMessage("Row 2*1 values*2 columns*");
        longer.Should().Throw<ArgumentException>().WithMessage("Row 1*2 values*1 columns*");
        none.Should().Throw<ArgumentException>().WithMessage("Row 1*0 values*");
    }

    [Test]
    public void A_result_without_columns_is_refused()
    {
        var none = () => Script.When("select").Returns([]);
        var nameless = () => Script.When("select").Returns([""], [1]);
        var digits = () => Script.When("select").Returns([ResultColumn.Fixed("N", 5) with { Scale = 6 }], [1]);

        none.Should().Throw<ArgumentException>();
        nameless.Should().Throw<ArgumentException>();
        digits.Should().Throw<ArgumentException>().WithMessage("*'N'*");
    }

    [Test]
    public void A_row_can_be_gone_through()
    {
        ScriptedRow row = [1, "a", DBNull.Value];
        var values = new List<object?>();
        foreach (var value in row)
        {
            values.Add(value);
        }

        values.Should().Equal(1, "a", null);
    }

    private static TestCaseData Case(object value, ResultColumn column, string text) =>
        new TestCaseData(value, column, text).SetArgDisplayNames(value.GetType().Name, column.Type.ToString(), text);
}
