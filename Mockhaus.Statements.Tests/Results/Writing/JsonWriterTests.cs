using System.Globalization;
using System.Text;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Results.Writing;

public sealed class JsonWriterTests
{
    [Test]
    public async Task The_first_rows_say_what_the_columns_are()
    {
        var written = await Written.JsonAsync("""
            [{"n": 1, "r": 1, "s": "x", "b": true, "o": {"k": [1]}, "a": [], "v": 1, "none": null, "huge": 123456789012345678901234567890123456789},
             {"n": -99999999999999999999999999999999999999, "r": 2.50, "s": null, "b": false, "v": "1", "late": "y"}]
            """);
        written.Names.Should().Equal("n", "r", "s", "b", "o", "a", "v", "none", "huge", "late");
        written.Types.Should().Equal(
            ResultColumnType.Fixed, ResultColumnType.Real, ResultColumnType.Text, ResultColumnType.Boolean, ResultColumnType.Object, ResultColumnType.Array,
            ResultColumnType.Variant, ResultColumnType.Text, ResultColumnType.Variant, ResultColumnType.Text);
        written.Rows[0].Should().Equal("1", "1", "x", "true", "{\n  \"k\": [\n    1\n  ]\n}", "[]", "1", null, "123456789012345678901234567890123456789", null);
        written.Rows[1].Should().Equal("-99999999999999999999999999999999999999", "2.5", null, "false", null, null, "\"1\"", null, null, "y");
    }

    [Test]
    public async Task Started_columns_are_found_by_name_and_read_in_their_types()
    {
        var written = await Written.JsonAsync(
            """[{"ts": "2026-01-02T03:04:05.123456789", "tz": "1970-01-01 00:00:00 +0530", "price": "1.50", "bin": "dead", "v": "x", "t": 1.50}]""",
            ResultColumn.Fixed("PRICE", 10, 2), ResultColumn.Temporal("TS", ResultColumnType.TimestampNtz), ResultColumn.Temporal("TZ", ResultColumnType.TimestampTz, 0),
            ResultColumn.Binary("BIN"), new("V", ResultColumnType.Variant), ResultColumn.Text("T"), ResultColumn.Fixed("MISSING"));
        written.Rows.Single().Should().Equal("1.50", "1767323045.123456789", "-19800 1770", "DEAD", "\"x\"", "1.50", null);
    }

    [Test]
    public async Task Arrays_are_rows_by_position()
    {
        var written = await Written.JsonAsync("""[[1, "a"], [null, "b"]]""", ResultColumn.Fixed("n"), ResultColumn.Text("s"));
        written.Rows.Should().BeEquivalentTo(new string?[][] { ["1", "a"], [null, "b"] }, options => options.WithStrictOrdering());
    }

    [Test]
    public async Task Texts_come_back_as_they_were_but_for_lone_surrogates()
    {
        const string Json = """[{"x": "\u0000\b\n\"\\\/é😀\ud83d\ude00 \ud800 \\ud800 \udc00\ud83d"}]""";
        (await Written.JsonAsync(Json)).Cell.Should().Be("\0\b\n\"\\/é😀😀 \ufffd \\ud800 \ufffd\ufffd");
        (await Written.JsonAsync(Json, new ResultColumn("x", ResultColumnType.Variant))).Cell.Should().Contain("\ufffd \\\\ud800 \ufffd\ufffd");
    }

    [Test]
    public async Task An_empty_array_gives_the_columns_that_were_started_and_no_rows()
    {
        var written = await Written.JsonAsync("[]", ResultColumn.Text("x"));
        written.Names.Should().Equal("x");
        written.Rows.Should().BeEmpty();
        (await Written.ErrorAsync(() => Written.JsonAsync("[]"))).Message.Should().Contain("Start");
    }

    [TestCase("")]
    [TestCase("{\"a\": 1}")]
    [TestCase("[{\"a\": 1}")]
    [TestCase("[{\"a\": 1},]")]
    [TestCase("[{\"a\": 1}] x")]
    [TestCase("[{\"a\": NaN}]")]
    public async Task What_is_no_array_of_rows_is_an_error_that_says_where(string json) =>
        (await Written.ErrorAsync(() => Written.JsonAsync(json))).Message.Should().Contain("line 1").And.Contain("array");

    [TestCase("""[{"a": 1}, {"a": 2, "b": 3}]""", "Row 2", "'b'")]
    [TestCase("""[{"a": 1}, {"a": 2, "a": 3}]""", "Row 2", "two values")]
    [TestCase("""[{"a": 1}, 7]""", "Row 2", "an object")]
    [TestCase("""[{"a": 1}, [7, 8]]""", "Row 2", "2 values")]
    [TestCase("""[{"a": 1}, {"a": 1000}]""", "row 2", "FIXED(3,0)")]
    [TestCase("""[{"a": 1}, {"a": 1.5}]""", "row 2", "1.5")]
    [TestCase("""[{"a": 1}, {"a": "x"}]""", "row 2", "'x'")]
    [TestCase("""[{"a": 1}, {"a": {}}]""", "row 2", "an object")]
    [TestCase("""[{"a": 1}, {"a": null}]""", "row 2", "null")]
    [TestCase("""[{"a": 1}, {}]""", "row 2", "null")]
    public async Task A_row_that_does_not_fit_is_an_error_that_names_it(string json, string row, string what)
    {
        var error = await Written.ErrorAsync(() => Written.JsonAsync(json, ResultColumn.Fixed("A", 3) with { Nullable = false }));
        error.Message.Should().Contain(row).And.Contain(what);
    }

    [Test]
    public async Task A_type_that_changes_behind_the_first_rows_is_an_error_that_says_what_to_do()
    {
        var json = "[" + string.Join(',', Enumerable.Range(1, 150).Select(row => row < 120 ? "{\"a\":1}" : "{\"a\":1.5}")) + "]";
        (await Written.ErrorAsync(() => Written.JsonAsync(json))).Message.Should().Contain("row 120").And.Contain("'a'").And.Contain("Start");
    }

    [Test]
    public async Task Deep_values_are_kept()
    {
        var deep = new string('[', 500) + new string(']', 500);
        (await Written.JsonAsync($"[{{\"a\":{deep}}}]")).Cell!.Count(c => c == '[').Should().Be(500);
    }

    [Test]
    public async Task A_large_input_streams()
    {
        const int Rows = 50_000;
        var read = 0;
        var store = new DroppingStore();
        using var bench = await ResultBench.OpenAsync(new() { Results = { InlineResultBytes = 0, ResultBatchSize = 1_000 } }, store);
        var readAtFirstBatch = 0;
        var json = new GeneratedStream(Enumerable.Range(0, Rows).Select(Row).Prepend("[").Append("]"));
        await bench.Writer.WriteJsonAsync(json, CancellationToken.None);

        (await bench.CompleteAsync()).RowCount.Should().Be(Rows);
        readAtFirstBatch.Should().BeInRange(1_000, 10_000, "rows are written while the others are not read yet");

        string Row(int row)
        {
            read++;
            readAtFirstBatch = store.Batches > 0 && readAtFirstBatch == 0 ? read : readAtFirstBatch;
            return string.Create(CultureInfo.InvariantCulture, $"{(row == 0 ? "" : ",")}{{\"id\":{row},\"text\":\"customer number {row}\",\"price\":{row}.5}}");
        }
    }

    [Test]
    public async Task A_cancel_ends_the_reading()
    {
        var write = () => Written.ByAsync(
            result => result.WriteJsonAsync(new MemoryStream(Encoding.UTF8.GetBytes("[{\"a\":1}]")), new CancellationToken(canceled: true)));
        await write.Should().ThrowAsync<OperationCanceledException>();
    }
}
