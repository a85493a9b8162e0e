using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class NumberTypeTests : DuckDbFixture
{
    private const string Nines = "99999999999999999999999999999999999999";

    [TestCase("TINYINT", 3, "-128", "127")]
    [TestCase("UTINYINT", 3, "0", "255")]
    [TestCase("SMALLINT", 5, "-32768", "32767")]
    [TestCase("USMALLINT", 5, "0", "65535")]
    [TestCase("INTEGER", 10, "-2147483648", "2147483647")]
    [TestCase("UINTEGER", 10, "0", "4294967295")]
    [TestCase("BIGINT", 19, "-9223372036854775808", "9223372036854775807")]
    [TestCase("UBIGINT", 20, "0", "18446744073709551615")]
    [TestCase("HUGEINT", 38, "-" + Nines, Nines)]
    [TestCase("UHUGEINT", 38, "0", Nines)]
    [TestCase("BIGNUM", 38, "-" + Nines, Nines)]
    public async Task A_whole_number_is_fixed_and_keeps_its_edges(string type, int precision, string least, string most)
    {
        (await ColumnAsync($"'{least}'::{type}")).Should().Be(ResultColumn.Fixed("x", precision));
        (await CellAsync($"'{least}'::{type}")).Should().Be(least);
        (await CellAsync($"'{most}'::{type}")).Should().Be(most);
    }

    [TestCase("HUGEINT", "1" + "00000000000000000000000000000000000000")]
    [TestCase("HUGEINT", "-1" + "00000000000000000000000000000000000000")]
    [TestCase("HUGEINT", "170141183460469231731687303715884105727")]
    [TestCase("HUGEINT", "-170141183460469231731687303715884105728")]
    [TestCase("UHUGEINT", "1" + "00000000000000000000000000000000000000")]
    [TestCase("UHUGEINT", "340282366920938463463374607431768211455")]
    [TestCase("BIGNUM", "1" + "00000000000000000000000000000000000000")]
    [TestCase("BIGNUM", "-1" + "00000000000000000000000000000000000000")]
    [TestCase("BIGNUM", "1" + Nines + Nines + Nines)]
    public async Task A_number_of_more_than_38_digits_is_an_error_that_names_the_column(string type, string value)
    {
        var error = await ErrorAsync($"select '{value}'::{type} as wide");
        error.Code.Should().Be(StatementErrorCodes.ValueNotRepresentable);
        error.Message.Should().Contain("'wide'").And.Contain("38 digits");
    }

    [Test]
    public async Task Bignums_of_every_length_are_their_digits() =>
        (await RowsAsync("select b, b::VARCHAR from (select (f * (10::HUGEINT ** i)::HUGEINT)::BIGNUM as b from range(37) t(i), (values (-7), (0), (1), (-1), (9)) v(f))"))
            .Should().HaveCount(185).And.OnlyContain(row => row[0] == row[1]);

    [TestCase("DECIMAL(4,1)", "-999.9")]
    [TestCase("DECIMAL(4,4)", "0.0001")]
    [TestCase("DECIMAL(9,3)", "-999999.999")]
    [TestCase("DECIMAL(18,4)", "99999999999999.9999")]
    [TestCase("DECIMAL(18,2)", "-0.05")]
    [TestCase("DECIMAL(38,0)", Nines)]
    [TestCase("DECIMAL(38,10)", "-9999999999999999999999999999.9999999999")]
    [TestCase("DECIMAL(38,37)", "9.9999999999999999999999999999999999999")]
    [TestCase("DECIMAL(38,38)", "-0.99999999999999999999999999999999999999")]
    [TestCase("DECIMAL(1,0)", "7")]
    public async Task A_decimal_of_each_width_keeps_precision_scale_and_digits(string type, string value)
    {
        var parts = type["DECIMAL(".Length..^1].Split(',').Select(int.Parse).ToArray();
        (await ColumnAsync($"'{value}'::{type}")).Should().Be(ResultColumn.Fixed("x", parts[0], parts[1]));
        (await CellAsync($"'{value}'::{type}")).Should().Be(value);
    }

    [TestCase("'NaN'::DOUBLE", "NaN")]
    [TestCase("'inf'::DOUBLE", "inf")]
    [TestCase("'-inf'::DOUBLE", "-inf")]
    [TestCase("'-0.0'::DOUBLE", "-0")]
    [TestCase("1.5::DOUBLE", "1.5")]
    [TestCase("'1.7976931348623157e308'::DOUBLE", "1.7976931348623157e+308")]
    [TestCase("0.1::FLOAT", "0.1")]
    [TestCase("'-inf'::FLOAT", "-inf")]
    [TestCase("'3.4028235e38'::FLOAT", "3.4028235e+38")]
    public async Task A_floating_point_number_is_real(string expression, string text)
    {
        (await ColumnAsync(expression)).Should().Be(new ResultColumn("x", ResultColumnType.Real));
        (await CellAsync(expression)).Should().Be(text);
    }

    [TestCase("true", "true")]
    [TestCase("false", "false")]
    public async Task A_boolean_is_boolean(string expression, string text)
    {
        (await ColumnAsync(expression)).Should().Be(new ResultColumn("x", ResultColumnType.Boolean));
        (await CellAsync(expression)).Should().Be(text);
    }
}
