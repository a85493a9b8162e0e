using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

public sealed class ResultRowTests
{
    [TestCase("id", "1")]
    [TestCase("ID", "2")]
    [TestCase("Id", "1")]
    [TestCase("name", "3")]
    [TestCase("twice", "4")]
    public async Task A_name_is_looked_for_as_it_is_and_then_in_any_case(string name, string expected)
    {
        var row = await RowAsync(
            [.. new[] { "id", "ID", "Name", "twice", "twice" }.Select(column => ResultColumn.Fixed(column))],
            cells => Enumerable.Range(1, 5).ToList().ForEach(number => cells.WriteInt64(number)));

        row[name].Should().Be(expected);
        row.GetString(name).Should().Be(expected);
    }

    [Test]
    public async Task A_column_that_there_is_not_is_told_with_those_that_there_are()
    {
        var row = await RowAsync([ResultColumn.Text("a"), ResultColumn.Text("b")], Texts("x", "y"));

        row.Invoking(it => it.GetString("c")).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*no column*'a', 'b'*'c'*");
        row.Invoking(it => it.GetString(2)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*2 columns*");
        row.Invoking(it => it[-1]).Should().Throw<ArgumentOutOfRangeException>();
        row.Invoking(it => it.GetString(null!)).Should().Throw<ArgumentNullException>();
    }

    [Test]
    public async Task A_row_is_the_list_of_its_texts()
    {
        var row = await RowAsync([ResultColumn.Text("a"), ResultColumn.Text("b")], Texts("x", null));

        row.Should().Equal("x", null);
        row.Count.Should().Be(2);
        row[^1].Should().BeNull();
        row.Columns.Select(column => column.Name).Should().Equal("a", "b");
    }

    [Test]
    public async Task An_error_names_column_type_and_value_and_what_to_do()
    {
        var row = await RowAsync([ResultColumn.Fixed("a"), ResultColumn.Fixed("PRICE", 10, 2)], cells =>
        {
            cells.WriteNull();
            cells.WriteDecimal(1250);
        });

        var error = row.Invoking(it => it.GetInt64("price")).Should().Throw<ResultValueException>().Which;
        error.Message.Should().Be(
            "Column 1 'PRICE' (fixed) holds '12.50', which does not fit a whole number. " +
            "Read it as decimal, by its digits (GetUnscaled), or as text (GetString).");
        (error.Ordinal, error.Column).Should().Be((1, row.Columns[1]));
        row.Invoking(it => it.GetBoolean(1)).Should().Throw<ResultValueException>()
            .WithMessage("Column 1 'PRICE' is fixed, which GetBoolean does not read. Read it as a whole number, as decimal, *");
        row.Invoking(it => it.GetInt32("A")).Should().Throw<ResultValueException>().WithMessage("Column 0 'a' (fixed) is NULL, *GetInt32*nullable*");
        row.Invoking(it => it.Get<Uri>(1)).Should().Throw<ResultValueException>().WithMessage("*Uri*");
    }

    [Test]
    public async Task A_long_value_is_not_told_in_full()
    {
        var row = await RowAsync([ResultColumn.Fixed(new string('c', 1_000))], Texts(new string('9', 100_000) + "secret"));

        row.Invoking(it => it.GetDecimal(0)).Should().Throw<ResultValueException>()
            .Which.Message.Should().Contain("(100006 characters)").And.NotContain("secret").And.Match(message => message.Length < 500);
    }

    [TestCase("")]
    [TestCase("-")]
    [TestCase(".")]
    [TestCase("1.")]
    [TestCase("1 2")]
    [TestCase(" 1")]
    [TestCase("1.2.3")]
    [TestCase("--1")]
    [TestCase("1-")]
    [TestCase("one")]
    [TestCase("1e5")]
    [TestCase("\n")]
    [TestCase("1\\")]
    [TestCase("٣")]
    [TestCase("1000000000000000000000000000000000000000000")]
    public async Task A_text_that_is_no_value_of_its_column_is_refused_by_all_getters_but_text(string text)
    {
        ResultColumn[] columns =
        [
            ResultColumn.Fixed("a"), new("b", ResultColumnType.Date), ResultColumn.Temporal("c", ResultColumnType.Time),
            ResultColumn.Temporal("d", ResultColumnType.TimestampNtz), ResultColumn.Temporal("e", ResultColumnType.TimestampTz), new("f", ResultColumnType.Boolean),
        ];
        var row = await RowAsync(columns, Texts([.. columns.Select(_ => text)]));

        TypedCell.Refuses(() => row.GetInt64(0)).Should().BeTrue();
        TypedCell.Refuses(() => row.GetDecimal(0)).Should().BeTrue();
        TypedCell.Refuses(() => row.GetInt128(0)).Should().BeTrue();
        for (var ordinal = 1; ordinal < columns.Length; ordinal++)
        {
            TypedCell.Refuses(() => row.GetValue(ordinal)).Should().BeTrue("{0} is no {1}", text, columns[ordinal].Type);
            row.GetString(ordinal).Should().Be(text);
        }
    }

    [Test]
    public async Task A_value_is_read_as_the_type_that_is_asked_for()
    {
        var id = new Guid(Enumerable.Range(0, 16).Select(value => (byte)value).ToArray());
        var row = await RowAsync([ResultColumn.Fixed("n", 10, 2), ResultColumn.Text("t"), ResultColumn.Text("c"), new("r", ResultColumnType.Real)], cells =>
        {
            cells.WriteDecimal(25500);
            cells.WriteText($"{id}");
            cells.WriteText("x");
            cells.WriteSingle(0.1f);
        });

        (row.Get<byte>("n"), row.Get<short?>("n"), row.Get<uint>("n"), row.Get<ulong>("n"), row.Get<ushort>("n"), row.Get<decimal>("n"), row.Get<double>("n"))
            .Should().Be(((byte)255, (short?)255, 255u, 255ul, (ushort)255, 255m, 255.0));
        row.Get<object>("n").Should().Be(255m);
        TypedCell.Refuses(() => row.Get<sbyte>("n")).Should().BeTrue();
        row.Get<Guid>("t").Should().Be(id);
        TypedCell.Refuses(() => row.Get<Guid>("c")).Should().BeTrue();
        row.Get<char>("c").Should().Be('x');
        row.Get<float>("r").Should().Be(0.1f);
        row.GetDouble("r").Should().Be(0.1);
    }

    private static Action<RowWriter> Texts(params string?[] texts) => cells =>
    {
        foreach (var text in texts)
        {
            if (text is null)
            {
                cells.WriteNull();
            }
            else
            {
                cells.WriteText(text);
            }
        }
    };

    private static async Task<ResultRow> RowAsync(ResultColumn[] columns, Action<RowWriter> write)
    {
        await using var host = new ResultHost(new(), result =>
        {
            result.Start(columns);
            write(result.Row);
            ResultHost.EndRow(result);
        });
        var statement = await host.RunAsync();
        statement.Error.Should().BeNull();
        return await host.Session.ReadRowsAsync(statement.Handle).SingleAsync();
    }
}
