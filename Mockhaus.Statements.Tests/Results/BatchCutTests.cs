using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>Rows of ten bytes, comma included: a result of n rows has 10 n + 10 bytes of JSON.</summary>
public sealed class BatchCutTests
{
    private static MockhausStatementsOptions Options => new()
    {
        Results = { ResultBatchSize = 40, ResultBatchBytes = 1_000_000, InlineResultBytes = 1_010 },
    };

    [TestCase(1)]
    [TestCase(41)]
    [TestCase(99)]
    [TestCase(100, Description = "exactly the limit")]
    public async Task A_result_within_the_inline_limit_is_one_batch_however_many_rows_it_has(int rows)
    {
        var batch = (await WriteAsync(rows, Options)).Should().ContainSingle().Subject;
        (batch.Info with { Checksum = null }).Should().Be(new ResultBatchInfo(0, rows, (10 * rows) + 10, (10 * rows) + 10, BatchEncoding.Identity));
    }

    [TestCase(101, new[] { 40, 40, 21 })]
    [TestCase(120, new[] { 40, 40, 40 })]
    [TestCase(121, new[] { 40, 40, 40, 1 })]
    [TestCase(400, new[] { 40, 40, 40, 40, 40, 40, 40, 40, 40, 40 })]
    public async Task A_result_that_outgrows_the_inline_limit_is_cut_at_the_number_of_rows(int rows, int[] expected) =>
        (await WriteAsync(rows, Options)).Select(batch => batch.Info.RowCount).Should().Equal(expected);

    [TestCase(1)]
    [TestCase(39)]
    [TestCase(40)]
    [TestCase(41)]
    public async Task Without_an_inline_limit_every_result_is_cut(int rows)
    {
        var options = Options;
        options.Results.InlineResultBytes = 0;
        var counts = (await WriteAsync(rows, options)).Select(batch => batch.Info.RowCount);
        counts.Should().Equal(rows > 40 ? [40, rows - 40] : [rows]);
    }

    [TestCase(1_024, 103)]
    [TestCase(1_030, 103)]
    [TestCase(1_031, 104)]
    public async Task A_batch_is_closed_by_the_row_that_reaches_the_number_of_bytes(int bytes, int rows)
    {
        var options = Options;
        (options.Results.ResultBatchSize, options.Results.ResultBatchBytes, options.Results.InlineResultBytes) = (1_000, bytes, 0);
        (await WriteAsync(250, options)).Select(batch => batch.Info.RowCount).Should().Equal(rows, rows, 250 - (2 * rows));
    }

    [TestCase(9_999, 1_000_000, new[] { 9_999 })]
    [TestCase(10_000, 1_000_000, new[] { 10_000 })]
    [TestCase(10_001, 1_000_000, new[] { 10_000, 1 })]
    [TestCase(100_000, 1_000_000, new[] { 10_000, 23_000, 46_000, 21_000 })]
    [TestCase(100_000, 300_000, new[] { 10_000, 23_000, 30_000, 30_000, 7_000 })]
    public async Task As_Snowflake_cuts_batches_begin_small_and_double_up_to_the_number_of_bytes(int rows, int mostBytes, int[] expected)
    {
        var options = Options;
        (options.Results.ResultBatchSize, options.Results.ResultBatchBytes, options.Results.InlineResultBytes) = (1_000_000, mostBytes, 10_000_000);
        options.Results.ResultPartitioning = ResultPartitioning.Snowflake;
        (await WriteAsync(rows, options)).Select(batch => batch.Info.RowCount).Should().Equal(expected);
    }

    [TestCase(40, 1_000_000, 40)]
    [TestCase(1_000_000, 5_000, 500)]
    public async Task The_limits_of_every_batch_hold_for_the_first_ones_too(int mostRows, int mostBytes, int rows)
    {
        var options = Options;
        (options.Results.ResultBatchSize, options.Results.ResultBatchBytes, options.Results.InlineResultBytes) = (mostRows, mostBytes, 0);
        options.Results.ResultPartitioning = ResultPartitioning.Snowflake;
        (await WriteAsync(1_100, options)).Take(2).Select(batch => batch.Info.RowCount).Should().Equal(rows, rows);
    }

    [Test]
    public async Task The_first_batch_is_plain_and_the_others_are_compressed()
    {
        var encodings = (await WriteAsync(121, Options)).Select(batch => batch.Info.Encoding);
        encodings.Should().Equal(BatchEncoding.Identity, BatchEncoding.Gzip, BatchEncoding.Gzip, BatchEncoding.Gzip);
    }

    [Test]
    public async Task Each_batch_says_exactly_what_it_holds()
    {
        var batches = await WriteAsync(1_234, Options);
        batches.Select(batch => batch.Info.Number).Should().Equal(Enumerable.Range(0, 31));
        foreach (var batch in batches)
        {
            var json = BatchJson.Text(batch);
            json.Should().StartWith("{\"data\":[[").And.EndWith("]]}").And.HaveLength(batch.Info.UncompressedBytes);
            batch.Payload.Length.Should().Be(batch.Info.StoredBytes);
            BatchJson.Rows(batch).Should().HaveCount(batch.Info.RowCount);
        }
    }

    [Test]
    public async Task No_row_is_lost_doubled_or_moved_by_the_cuts([Values(101, 4_003)] int rows) =>
        (await WriteAsync(rows, Options)).SelectMany(BatchJson.Rows).Select(row => row.Single())
            .Should().Equal(Enumerable.Range(0, rows).Select(Cell));

    [Test]
    public async Task The_manifest_adds_up()
    {
        using var bench = await ResultBench.OpenAsync(Options);
        await WriteAsync(bench, 1_234);
        var manifest = await bench.CompleteAsync();
        manifest.RowCount.Should().Be(1_234);
        manifest.Batches.Sum(batch => batch.RowCount).Should().Be(1_234);
    }

    [Test]
    public async Task An_empty_result_is_one_batch_without_rows([Values(0, 1_000)] int inlineResultBytes)
    {
        var options = Options;
        options.Results.InlineResultBytes = inlineResultBytes;
        var batch = (await WriteAsync(0, options)).Should().ContainSingle().Subject;
        (batch.Info with { Checksum = null }).Should().Be(new ResultBatchInfo(0, 0, 11, 11, BatchEncoding.Identity));
        BatchJson.Text(batch).Should().Be("""{"data":[]}""");
    }

    private static string Cell(int row) => $"{row:00000}";

    private static async Task<List<ResultBatch>> WriteAsync(int rows, MockhausStatementsOptions options)
    {
        using var bench = await ResultBench.OpenAsync(options);
        await WriteAsync(bench, rows);
        return await bench.BatchesAsync();
    }

    private static async Task WriteAsync(ResultBench bench, int rows)
    {
        bench.Writer.Start([ResultColumn.Text("x")]);
        for (var row = 0; row < rows; row++)
        {
            bench.Row.WriteText(Cell(row));
            await bench.EndRowAsync();
        }
    }
}
