using System.Globalization;
using System.Numerics;

namespace Mockhaus.Statements.Tests.Model;

public sealed class BindingValuesTests
{
    private static readonly object?[][] Values =
    [
        [7, "FIXED", "7"],
        [(sbyte)-1, "FIXED", "-1"],
        [(byte)255, "FIXED", "255"],
        [(short)-2, "FIXED", "-2"],
        [ushort.MaxValue, "FIXED", "65535"],
        [uint.MaxValue, "FIXED", "4294967295"],
        [long.MinValue, "FIXED", "-9223372036854775808"],
        [ulong.MaxValue, "FIXED", "18446744073709551615"],
        [Int128.MaxValue, "FIXED", "170141183460469231731687303715884105727"],
        [BigInteger.Pow(10, 37), "FIXED", "10000000000000000000000000000000000000"],
        [decimal.MaxValue, "FIXED", "79228162514264337593543950335"],
        [-1.50m, "FIXED", "-1.50"],
        [0.1, "REAL", "0.1"],
        [double.MaxValue, "REAL", "1.7976931348623157E+308"],
        [double.NaN, "REAL", "NaN"],
        [double.PositiveInfinity, "REAL", "inf"],
        [double.NegativeInfinity, "REAL", "-inf"],
        [float.NaN, "REAL", "NaN"],
        [0.1f, "REAL", "0.10000000149011612"],
        [(Half)0.5, "REAL", "0.5"],
        ["", "TEXT", ""],
        ["O'Brien", "TEXT", "O'Brien"],
        ['x', "TEXT", "x"],
        [true, "BOOLEAN", "true"],
        [false, "BOOLEAN", "false"],
        [new byte[] { 0, 171 }, "BINARY", "00AB"],
        [new ReadOnlyMemory<byte>([1, 2]), "BINARY", "0102"],
        [Guid.Empty, "TEXT", "00000000-0000-0000-0000-000000000000"],
        [new DateOnly(1970, 1, 2), "DATE", "86400000"],
        [DateOnly.MinValue, "DATE", "-62135596800000"],
        [DateOnly.MaxValue, "DATE", "253402214400000"],
        [new TimeOnly(23, 59, 59, 999), "TIME", "86399999000000"],
        [new DateTime(1970, 1, 1, 0, 0, 1, DateTimeKind.Local).AddTicks(1), "TIMESTAMP_NTZ", "1000000100"],
        [DateTime.MaxValue, "TIMESTAMP_NTZ", "253402300799999999900"],
        [DateTime.MinValue, "TIMESTAMP_NTZ", "-62135596800000000000"],
        [new DateTimeOffset(1970, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)), "TIMESTAMP_TZ", "0 1560"],
        [new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.FromMinutes(-90)), "TIMESTAMP_TZ", "5400000000000 1350"],
        [null, "TEXT", null],
        [DBNull.Value, "TEXT", null],
    ];

    [TestCaseSource(nameof(Values))]
    [SetCulture("de-DE")]
    public void A_clr_value_keeps_its_value_and_gets_its_type(object? value, string type, string? text) =>
        StatementBinding.From(value).Should().Be(new StatementBinding(type, text));

    [Test]
    public void An_array_is_a_batch_of_its_type()
    {
        var binding = StatementBinding.From(new int?[] { 1, null, 3 });

        (binding.Type, binding.Value).Should().Be(("FIXED", null));
        binding.Values.Should().Equal("1", null, "3");
        StatementBinding.From(new List<string> { "a", "b" }).Values.Should().Equal("a", "b");
        StatementBinding.From(new byte[][] { [1], [2] }).Should().Be(new StatementBinding("BINARY", null) { Values = ["01", "02"] });
        StatementBinding.From(Array.Empty<int>()).Values.Should().BeEmpty();
    }

    [Test]
    public void A_binding_is_taken_as_it_is_and_a_null_has_the_type_that_is_asked_for()
    {
        var binding = new StatementBinding("DATE", "0");

        StatementBinding.From(binding).Should().BeSameAs(binding);
        StatementBinding.Null("DATE").Should().Be(new StatementBinding("DATE", null));
    }

    [Test]
    public void Positions_count_from_one_and_an_array_is_a_batch_at_each_of_them()
    {
        StatementBinding.Positional(7, "a", null, StatementBinding.Null("DATE")).Should().BeEquivalentTo(new Dictionary<string, StatementBinding>
        {
            ["1"] = new("FIXED", "7"),
            ["2"] = new("TEXT", "a"),
            ["3"] = new("TEXT", null),
            ["4"] = new("DATE", null),
        });
        StatementBinding.Positional(new[] { "a", "b" }).Should().ContainSingle().Which.Value.Values.Should().Equal("a", "b");
        StatementBinding.Positional(new[] { 1, 2 }).Should().ContainSingle().Which.Value.Values.Should().Equal("1", "2");
        StatementBinding.Positional([7, "a"]).Should().HaveCount(2);
        StatementBinding.Positional(null).Should().ContainSingle().Which.Value.Should().Be(new StatementBinding("TEXT", null));
        StatementBinding.Positional().Should().BeEmpty();
        StatementBinding.Positional(1, new[] { "a", "b" })["2"].Values.Should().Equal("a", "b");
    }

    [Test]
    public void What_could_be_meant_in_two_ways_is_refused()
    {
        Func<object?, Action> binding = value => () => StatementBinding.From(value);

        binding(new object[] { 1, "a" }).Should().Throw<ArgumentException>().WithMessage("*Pass each value separately*");
        binding(new List<object> { 1, "a" }).Should().Throw<ArgumentException>().WithMessage("*FIXED and TEXT*");
        binding(TimeSpan.FromHours(1)).Should().Throw<ArgumentException>().WithMessage("*System.TimeSpan cannot be converted to a binding*");
        binding(DayOfWeek.Monday).Should().Throw<ArgumentException>();
        binding(CultureInfo.InvariantCulture).Should().Throw<ArgumentException>();
    }
}
