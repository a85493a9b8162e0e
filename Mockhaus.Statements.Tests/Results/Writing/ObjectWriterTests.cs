using System.Dynamic;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results.Writing;

public sealed class ObjectWriterTests
{
    private static readonly DateTime Moment = new DateTime(1969, 12, 31, 23, 59, 58, DateTimeKind.Unspecified).AddTicks(5_000_001);

    private record Person(string Name, int? Age);

    private sealed record Employee(string Name, int? Age, decimal Salary) : Person(Name, Age);

    private readonly record struct Point(long X, double Y);

    private sealed class Odd
    {
        public int this[int index] => index;

        public static int Shared => 1;

        public int Hidden
        {
            set => Shown = value;
        }

        public int Shown { get; private set; } = 7;

        internal int Internal => Shown;
    }

    private sealed record Tagged(List<string> Tags);

    [Test]
    public async Task Properties_are_columns_in_the_order_of_their_declaration_and_base_types_come_first()
    {
        var written = await Written.ListAsync([new Employee("Ada", 36, 12.5m), new Employee("Grace", null, 0)]);
        written.Columns.Should().Equal(
            ResultColumn.Text("Name"), ResultColumn.Fixed("Age", 10), ResultColumn.Fixed("Salary", 38, 12) with { Nullable = false });
        written.Rows.Should().BeEquivalentTo(
            [["Ada", "36", "12.500000000000"], new[] { "Grace", null, "0.000000000000" }], options => options.WithStrictOrdering());
    }

    [Test]
    public async Task Every_CLR_type_has_its_column_and_its_text_and_may_be_nullable()
    {
        var item = new
        {
            Bool = true,
            Byte = byte.MaxValue,
            SByte = sbyte.MinValue,
            Short = short.MinValue,
            UShort = ushort.MaxValue,
            Int = (int?)int.MinValue,
            UInt = uint.MaxValue,
            Long = (long?)long.MinValue,
            ULong = ulong.MaxValue,
            Big = Int128.Parse("-99999999999999999999999999999999999999", CultureInfo.InvariantCulture),
            Float = 0.1f,
            Double = (double?)double.NegativeInfinity,
            Decimal = -0.000000000001m,
            Text = "a\"\ud83d\ude00",
            Letter = 'c',
            Bytes = new byte[] { 0xde, 0xad },
            Day = new DateOnly(1900, 1, 1),
            Time = (TimeOnly?)new TimeOnly(12, 34, 56, 789),
            Moment,
            Instant = new DateTimeOffset(Moment, TimeSpan.FromMinutes(-90)),
            Id = Guid.Parse("0123abcd-4567-89ef-8123-456789abcdef"),
            Span = new TimeSpan(1, 2, 3, 4),
            Rank = (Ranks?)Ranks.Second,
            Link = new Uri("http://localhost/x"),
            Json = JsonNode.Parse("""{"a":[1]}"""),
            Element = JsonElement.Parse("[2.50]"),
            None = (int?)null,
            NoText = (string?)null,
            NoRank = (Ranks?)null,
        };
        var written = await Written.ListAsync([item]);
        written.Rows.Single().Should().Equal(
            "true", "255", "-128", "-32768", "65535", "-2147483648", "4294967295", "-9223372036854775808", "18446744073709551615",
            "-99999999999999999999999999999999999999", "0.1", "-inf", "-0.000000000001", "a\"\ud83d\ude00", "c", "DEAD", "-25567",
            "45296.789000000", "-1.499999900", "5398.500000100 1350", "0123abcd-4567-89ef-8123-456789abcdef", "1.02:03:04", "Second",
            "http://localhost/x", "{\n  \"a\": [\n    1\n  ]\n}", "[\n  2.50\n]", null, null, null);
        written.Columns.Where(column => !column.Nullable).Select(column => column.Name).Should().Equal(
            "Bool", "Byte", "SByte", "Short", "UShort", "UInt", "ULong", "Big", "Float", "Decimal", "Letter", "Day", "Moment", "Instant", "Id", "Span");
        written.Columns.Single(column => column.Name == "Instant").Type.Should().Be(ResultColumnType.TimestampTz);
    }

    [Test]
    public async Task Structs_are_rows_like_classes() =>
        (await Written.ListAsync([new Point(1, 0.5), new Point(2, double.NaN)])).Rows.Should().BeEquivalentTo(
            new[] { new[] { "1", "0.5" }, ["2", "NaN"] }, options => options.WithStrictOrdering());

    [Test]
    public async Task Only_what_can_be_read_in_public_and_without_an_index_is_a_column() =>
        (await Written.ListAsync([new Odd()])).Names.Should().Equal("Shown");

    [Test]
    public async Task Single_values_are_one_column()
    {
        (await Written.ListAsync([3])).Columns.Should().Equal(ResultColumn.Fixed("value", 10) with { Nullable = false });
        (await Written.ListAsync(["a", null])).Rows.Select(row => row.Single()).Should().Equal("a", null);
        (await Written.ListAsync(new DateOnly?[] { new(1970, 1, 2), null })).Rows.Select(row => row.Single()).Should().Equal("1", null);
        (await Written.ListAsync([Ranks.First])).Cell.Should().Be("First");
        (await Written.ListAsync([1, 2], new ResultColumn("n", ResultColumnType.Real))).Rows.Should().HaveCount(2);
    }

    [Test]
    public async Task No_objects_give_the_columns_and_no_rows()
    {
        var written = await Written.ListAsync(Array.Empty<Person>());
        written.Names.Should().Equal("Name", "Age");
        written.Rows.Should().BeEmpty();
    }

    [Test]
    public async Task Dictionaries_have_the_columns_of_the_first_rows_and_what_is_missing_is_null()
    {
        IDictionary<string, object?> expando = new ExpandoObject();
        expando["b"] = "x";
        var rows = new IDictionary<string, object?>[] { new Dictionary<string, object?> { ["a"] = null, ["b"] = "y" }, expando, new Dictionary<string, object?> { ["a"] = 1L } };
        var written = await Written.ListAsync(rows);
        written.Columns.Should().Equal(ResultColumn.Fixed("a", 19), ResultColumn.Text("b"));
        written.Rows.Should().BeEquivalentTo(new string?[][] { [null, "y"], [null, "x"], ["1", null] }, options => options.WithStrictOrdering());
    }

    [Test]
    public async Task A_value_that_comes_later_and_has_no_column_is_an_error_that_names_the_row()
    {
        var rows = Enumerable.Range(1, 150).Select(row => new Dictionary<string, object?> { [row < 120 ? "a" : "late"] = row });
        (await Written.ErrorAsync(() => Written.ListAsync(rows))).Message.Should().Contain("Row 120").And.Contain("'late'").And.Contain("Start");
    }

    [Test]
    public async Task JSON_elements_are_rows_too() =>
        (await Written.ListAsync([JsonElement.Parse("""{"a":1}""")])).Cell.Should().Be("1");

    [Test]
    public async Task Columns_that_were_started_choose_order_types_and_scale()
    {
        var written = await Written.ListAsync(
            [new { Id = 7, Price = 1.2345678901234567m, Document = """{"a":1}""", At = new DateTimeOffset(Moment, TimeSpan.Zero), Unused = 1 }],
            ResultColumn.Temporal("AT", ResultColumnType.TimestampLtz, 3),
            ResultColumn.Fixed("PRICE", 38, 20),
            ResultColumn.Fixed("ID"),
            new("DOCUMENT", ResultColumnType.Variant));
        written.Rows.Single().Should().Equal("-1.499", "1.23456789012345670000", "7", """{"a":1}""");
    }

    [Test]
    public async Task A_started_column_without_a_property_is_an_error() =>
        (await Written.ErrorAsync(() => Written.ListAsync([new Point()], ResultColumn.Fixed("Z")))).Message.Should().Contain("'Z'").And.Contain(nameof(Point));

    [Test]
    public async Task What_does_not_fit_is_an_error_that_names_row_and_column()
    {
        (await Written.ErrorAsync(() => Written.ListAsync([new { D = 1m }, new { D = 0.0000000000001m }])))
            .Message.Should().Contain("'D'").And.Contain("row 2").And.Contain("0.0000000000001").And.Contain("FIXED(38,12)");
        (await Written.ErrorAsync(() => Written.ListAsync([new { N = 1 }, new { N = 1000 }], ResultColumn.Fixed("n", 3))))
            .Message.Should().Contain("'n'").And.Contain("row 2").And.Contain("1000").And.Contain("FIXED(3,0)");
        (await Written.ErrorAsync(() => Written.ListAsync([new Person("a", null)], ResultColumn.Text("name"), ResultColumn.Fixed("age") with { Nullable = false })))
            .Message.Should().Contain("'age'").And.Contain("null");
        (await Written.ErrorAsync(() => Written.ListAsync([new Person("a", 1), null]))).Message.Should().Contain("Row 2");
    }

    [Test]
    public async Task What_makes_no_columns_is_refused_with_a_way_out()
    {
        (await new Func<Task>(() => Written.ListAsync([(Id: 1, Name: "x")])).Should().ThrowAsync<ArgumentException>()).WithMessage("*record*");
        (await new Func<Task>(() => Written.ListAsync([new object()])).Should().ThrowAsync<ArgumentException>()).WithMessage("*no public properties*");
        (await new Func<Task>(() => Written.ListAsync([new[] { 1 }])).Should().ThrowAsync<ArgumentException>()).WithMessage("*no public properties*");
        (await new Func<Task>(() => Written.ListAsync([new Tagged([])])).Should().ThrowAsync<ArgumentException>()).WithMessage("*'Tags'*JsonNode*");
    }

    [Test]
    public async Task What_a_property_throws_is_thrown_as_it_is()
    {
        static IEnumerable<int> Broken()
        {
            yield return 1;
            throw new TimeoutException("from the source");
        }

        (await new Func<Task>(() => Written.ListAsync(Broken())).Should().ThrowAsync<TimeoutException>()).WithMessage("from the source");
    }

    [Test]
    public async Task A_cancel_ends_an_endless_source()
    {
        using var cancel = new CancellationTokenSource();
        IEnumerable<int> Endless()
        {
            for (var i = 0; ; i++)
            {
                if (i == 1_000)
                {
                    cancel.Cancel();
                }

                yield return i;
            }
        }

        var write = () => Written.ByAsync(result => result.WriteListAsync(Endless(), cancel.Token));
        await write.Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task An_asynchronous_source_is_read_as_it_comes()
    {
        static async IAsyncEnumerable<Person> People()
        {
            for (var age = 0; age < 3; age++)
            {
                await Task.Yield();
                yield return new("x", age);
            }
        }

        var written = await Written.ByAsync(result => result.WriteObjectsAsync(People(), CancellationToken.None));
        written.Rows.Select(row => row[1]).Should().Equal("0", "1", "2");
    }
}
