using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results.Writing;

public sealed class CsvWriterTests
{
    [TestCase("a,b\n1,2\n", "1|2")]
    [TestCase("a,b\r\n1,2\r\n3,4", "1|2;3|4")]
    [TestCase("a,b\r1,2\r3,4\r", "1|2;3|4")]
    [TestCase("a,b\n,\"\"\n", "∅|")]
    [TestCase("a,b\n\"x,y\",\"he said \"\"hi\"\"\"\n", "x,y|he said \"hi\"")]
    [TestCase("a,b\n\"x\r\ny\",\"p\nq\rr\"\n", "x\r\ny|p\nq\rr")]
    [TestCase("a,b\n1,2\n\n\r\n3,4\n\n", "1|2;3|4")]
    [TestCase("a\n1\n\n2\n", "1;∅;2")]
    [TestCase("a,b\n x ,2\"3\n", " x |2\"3")]
    [TestCase("a,b\n1,", "1|∅")]
    [TestCase("a,b\n1,\"\"", "1|")]
    [TestCase("\uFEFFa,b\né😀,2\n", "é😀|2")]
    public async Task Fields_are_what_stands_between_commas_and_line_ends(string csv, string rows)
    {
        var written = await Written.CsvAsync(csv);
        written.Columns.Should().Equal(csv.Contains(',', StringComparison.Ordinal) ? [ResultColumn.Text("a"), ResultColumn.Text("b")] : [ResultColumn.Text("a")]);
        string.Join(';', written.Rows.Select(row => string.Join('|', row.Select(cell => cell ?? "∅")))).Should().Be(rows);
    }

    [Test]
    public async Task A_header_alone_gives_columns_and_no_rows()
    {
        var written = await Written.CsvAsync("\"first, name\",b");
        written.Names.Should().Equal("first, name", "b");
        written.Rows.Should().BeEmpty();
    }

    [Test]
    public async Task Started_columns_are_found_by_name_and_read_in_their_types()
    {
        var written = await Written.CsvAsync(
            "id,on,day,at,doc\n7,TRUE,2026-01-02,12:34:56.5,\"{\"\"a\"\":1}\"\n",
            new("DAY", ResultColumnType.Date), ResultColumn.Fixed("ID", 10, 2), new("ON", ResultColumnType.Boolean),
            ResultColumn.Temporal("AT", ResultColumnType.Time, 3), new("DOC", ResultColumnType.Object), ResultColumn.Text("ABSENT"));
        written.Rows.Single().Should().Equal("20455", "7.00", "true", "45296.500", "{\n  \"a\": 1\n}", null);
    }

    [Test]
    public async Task Started_columns_without_any_text_give_no_rows()
    {
        var written = await Written.CsvAsync("", ResultColumn.Text("x"));
        written.Names.Should().Equal("x");
        written.Rows.Should().BeEmpty();
    }

    [TestCase("", "empty")]
    [TestCase("a,b\n1,2\n3\n", "Row 2", "1 fields", "header 2")]
    [TestCase("a,b\n1,2,3\n", "Row 1", "3 fields")]
    [TestCase("a,b\n\"1\n2\n", "line 4", "not closed")]
    [TestCase("a,b\n1,2\n\"1\"x,2\n", "line 3", "'x'", "closing quote")]
    public async Task What_is_no_CSV_is_an_error_that_says_where(string csv, params string[] words) =>
        (await Written.ErrorAsync(() => Written.CsvAsync(csv))).Message.Should().ContainAll(words);

    [TestCase("n\n1\nx\n", "row 2", "'x'", "FIXED(3,0)")]
    [TestCase("n\n1\n1000\n", "row 2", "1000")]
    [TestCase("n\n1\n\n", "row 2", "a null")]
    [TestCase("n,m\n1,2\n", "header", "'m'")]
    [TestCase("n,N\n1,2\n", "header", "two values")]
    [TestCase("m\n", "header", "'m'")]
    public async Task What_does_not_fit_the_columns_is_an_error_that_names_row_and_column(string csv, params string[] words) =>
        (await Written.ErrorAsync(() => Written.CsvAsync(csv, ResultColumn.Fixed("n", 3) with { Nullable = false }))).Message.Should().ContainAll(words);

    [Test]
    public async Task Random_records_come_back_however_the_text_is_cut([Values(1, 20260711)] int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 500).Select(_ => Enumerable.Range(0, 3).Select(_ => Field(random)).ToArray()).ToList();
        var csv = string.Concat(rows.Prepend(["a", "b", "c"]).Select(row => string.Join(',', row.Select(field => Quote(field, random))) + LineEnd(random)));
        var written = await Written.ByAsync(result => result.WriteCsvAsync(new CutReader(csv, random), CancellationToken.None));
        written.Rows.Should().HaveCount(rows.Count);
        written.Rows.Zip(rows).Where(pair => !pair.First.SequenceEqual(pair.Second)).Should().BeEmpty("every field comes back (seed {0})", seed);
    }

    [Test]
    public async Task A_cancel_ends_the_reading()
    {
        var write = () => Written.ByAsync(result => result.WriteCsvAsync(new StringReader("a\n1\n"), new CancellationToken(canceled: true)));
        await write.Should().ThrowAsync<OperationCanceledException>();
    }

    private static string? Field(Random random) =>
        random.Next(8) == 0 ? null : string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => ",\"\r\n x€😀"[random.Next(9)])).Replace("\ud83d", "", StringComparison.Ordinal).Replace("\ude00", "", StringComparison.Ordinal);

    private static string Quote(string? field, Random random) =>
        field is null ? ""
        : field.Length > 0 && field.AsSpan().IndexOfAny(",\"\r\n") < 0 && random.Next(2) == 0 ? field
        : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string LineEnd(Random random) => random.Next(2) == 0 ? "\n" : "\r\n";
}
