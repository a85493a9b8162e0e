using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results.Formatting;

public sealed class BatchParameterTests
{
    private const int Megabyte = 1024 * 1024;

    [TestCase(1, new[] { 1 })]
    [TestCase(3, new[] { 3 })]
    [TestCase(4, new[] { 3, 1 })]
    [TestCase(10, new[] { 3, 3, 3, 1 })]
    [TestCase(0, new[] { 0 })]
    public async Task A_result_is_cut_into_batches_of_a_number_of_rows_however_small_it_is(int rows, int[] expected)
    {
        var manifest = await WriteAsync(rows, "1", ("MOCKHAUS_PARTITION_ROWS", "3"));

        manifest.Batches.Select(batch => batch.RowCount).Should().Equal(expected);
        manifest.RowCount.Should().Be(rows);
    }

    [TestCase(0, 0)]
    [TestCase(4, 4)]
    [TestCase(5, 5)]
    [TestCase(6, 5)]
    [TestCase(1_000, 5)]
    public async Task A_result_has_no_more_rows_than_were_asked_for(int rows, int expected)
    {
        var manifest = await WriteAsync(rows, "1", ("ROWS_PER_RESULTSET", "5"));

        manifest.RowCount.Should().Be(expected);
        manifest.Batches.Sum(batch => batch.RowCount).Should().Be(expected);
        manifest.IsTruncated.Should().BeFalse("that is for results that are too large");
    }

    [Test]
    public async Task No_limit_is_zero() => (await WriteAsync(1_000, "1", ("ROWS_PER_RESULTSET", "0"))).RowCount.Should().Be(1_000);

    [Test]
    public async Task The_executor_is_told_when_further_rows_are_dropped()
    {
        using var bench = await ResultBench.OpenAsync(settings: Settings.Of(("ROWS_PER_RESULTSET", "2")));
        bench.Writer.Start([ResultColumn.Text("x")]);
        var told = new List<bool>();
        for (var row = 0; row < 4; row++)
        {
            bench.Row.WriteText("1");
            await bench.EndRowAsync();
            told.Add(bench.Writer.IsTruncated);
        }

        told.Should().Equal(false, false, true, true);
        (await bench.RowsAsync()).Should().HaveCount(2);
    }

    [Test]
    public async Task A_row_that_is_not_wanted_may_be_too_large_for_the_result()
    {
        var options = new MockhausStatementsOptions { Results = { MaxResultBytes = 1_024 } };
        using var bench = await ResultBench.OpenAsync(options, settings: Settings.Of(("ROWS_PER_RESULTSET", "1")));
        bench.Writer.Start([ResultColumn.Text("x")]);
        bench.Row.WriteText("1");
        await bench.EndRowAsync();
        bench.Row.WriteText(new string('x', 10_000));
        await bench.EndRowAsync();

        (await bench.CompleteAsync()).RowCount.Should().Be(1);
    }

    [Test]
    public async Task A_batch_has_the_bytes_that_were_asked_for_and_not_the_options_bytes()
    {
        var text = new string('x', 1_000);

        var asked = await WriteAsync(3_000, text, ("CLIENT_RESULT_CHUNK_SIZE", "1"));
        var plain = await WriteAsync(3_000, text);

        plain.Batches.Should().ContainSingle();
        asked.Batches.Should().HaveCount(3).And.OnlyContain(batch => batch.UncompressedBytes < Megabyte + 2_000);
        asked.RowCount.Should().Be(3_000);
    }

    private static async Task<ResultManifest> WriteAsync(int rows, string text, params (string Name, string Value)[] parameters)
    {
        using var bench = await ResultBench.OpenAsync(settings: Settings.Of(parameters));
        bench.Writer.Start([ResultColumn.Text("x")]);
        for (var row = 0; row < rows; row++)
        {
            bench.Row.WriteText(text);
            await bench.EndRowAsync();
        }

        return await bench.CompleteAsync();
    }
}
