using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

public sealed class ResultLimitTests
{
    [Test]
    public async Task A_result_of_too_many_rows_fails_and_says_which_limit_it_met([Values(0, 5_000, 1_000_000)] int inlineResultBytes)
    {
        await using var host = ResultHost.OfNumbers(
            100_000, new() { MaxResultBytes = 10_000, InlineResultBytes = inlineResultBytes, ResultBatchSize = 100 });
        await ShouldBeTooLargeAsync(host, 10_000);
    }

    [Test]
    public async Task One_cell_that_is_too_large_fails_and_says_which_limit_it_met()
    {
        await using var host = new ResultHost(new() { MaxResultBytes = 1024 * 1024 }, result =>
        {
            result.Start([ResultColumn.Text("x")]);
            result.Row.WriteText(new string('x', 2 * 1024 * 1024));
            ResultHost.EndRow(result);
        });
        await ShouldBeTooLargeAsync(host, 1024 * 1024);
    }

    [TestCase(0, StatementStatus.Succeeded)]
    [TestCase(1, StatementStatus.Failed)]
    public async Task A_result_may_have_exactly_as_many_bytes_as_the_limit_says(int over, StatementStatus status)
    {
        await using var host = new ResultHost(new() { MaxResultBytes = 100_000 }, result =>
        {
            result.Start([ResultColumn.Text("x")]);
            result.Row.WriteText(new string('x', 100_000 - """{"data":[[""]]}""".Length + over));
            ResultHost.EndRow(result);
        });
        (await host.RunAsync()).Status.Should().Be(status);
    }

    [Test]
    public async Task The_largest_limit_that_can_be_set_is_no_limit()
    {
        await using var host = new ResultHost(new() { MaxResultBytes = long.MaxValue }, result =>
        {
            result.Start([ResultColumn.Text("x")]);
            result.Row.WriteText(new string('x', 1024 * 1024));
            ResultHost.EndRow(result);
        });
        (await host.RunAsync()).Error.Should().BeNull();
    }

    [TestCase(0)]
    [TestCase(1_000_000)]
    public async Task A_result_that_may_be_cut_holds_the_rows_that_fit_and_says_that_it_is_cut(int inlineResultBytes)
    {
        var options = new MockhausStatementsOptions
        {
            MaxResultBytes = 10_000,
            InlineResultBytes = inlineResultBytes,
            ResultBatchSize = 100,
            TruncateResults = true,
        };
        await using var host = ResultHost.OfNumbers(100_000, options);

        var statement = await host.RunAsync();

        statement.Status.Should().Be(StatementStatus.Succeeded);
        var result = statement.Result!;
        result.IsTruncated.Should().BeTrue();
        result.Batches.Sum(batch => (long)batch.RowCount).Should().Be(result.RowCount);
        result.Batches.Sum(batch => (long)batch.UncompressedBytes).Should().BeInRange(9_900, 10_000);
    }

    [Test]
    public async Task A_result_that_may_be_cut_and_fits_is_whole()
    {
        await using var host = ResultHost.OfNumbers(100, new() { TruncateResults = true });
        var result = (await host.RunAsync()).Result!;
        result.IsTruncated.Should().BeFalse();
        result.RowCount.Should().Be(100);
    }

    [Test]
    public async Task A_single_row_that_is_too_large_is_cut_as_well()
    {
        await using var host = new ResultHost(new() { MaxResultBytes = 1024 * 1024, TruncateResults = true }, result =>
        {
            result.Start([ResultColumn.Text("x")]);
            result.Row.WriteText("a");
            ResultHost.EndRow(result);
            result.Row.WriteText(new string('x', 2 * 1024 * 1024));
            ResultHost.EndRow(result);
            result.IsTruncated.Should().BeTrue("the executor may stop");
            result.Row.WriteText("after it");
            ResultHost.EndRow(result);
        });
        var result = (await host.RunAsync()).Result!;
        result.IsTruncated.Should().BeTrue();
        result.RowCount.Should().Be(1);
    }

    [Test]
    public async Task A_row_beyond_reason_fails_and_says_so([Values] bool truncate)
    {
        await using var host = new ResultHost(new() { MaxResultBytes = long.MaxValue, TruncateResults = truncate }, result =>
        {
            result.Start([ResultColumn.Text("x")]);
            result.Row.WriteText(new string('x', 129 * 1024 * 1024));
            ResultHost.EndRow(result);
        });
        var error = (await host.RunAsync()).Error!;
        error.Code.Should().Be(StatementErrorCodes.ResultTooLarge);
        error.Message.Should().Contain("A row is larger than the limit of 134217728 bytes");
    }

    [Test]
    public async Task More_columns_than_is_reasonable_fail_and_say_so()
    {
        await using var host = new ResultHost(new(), result => result.Start([.. Enumerable.Range(0, 10_001).Select(i => ResultColumn.Text($"c{i}"))]));
        var error = (await host.RunAsync()).Error!;
        error.Code.Should().Be(StatementErrorCodes.ResultTooLarge);
        error.Message.Should().Contain("10001 columns").And.Contain("10000");
    }

    [Test]
    public async Task Without_compression_every_batch_is_plain()
    {
        var options = new MockhausStatementsOptions { InlineResultBytes = 0, ResultBatchSize = 100, CompressResults = false };
        await using var host = ResultHost.OfNumbers(1_000, options);
        var statement = await host.RunAsync();
        statement.Result!.Batches.Should().HaveCount(10).And.OnlyContain(batch => batch.Encoding == BatchEncoding.Identity);
        foreach (var info in statement.Result.Batches)
        {
            var batch = (await host.StoredAsync(statement.Handle, info.Number))!;
            batch.IsIntact().Should().BeTrue();
            BatchJson.Rows(batch).Should().HaveCount(100);
        }
    }

    private static async Task ShouldBeTooLargeAsync(ResultHost host, long limit)
    {
        var statement = await host.RunAsync();
        statement.Status.Should().Be(StatementStatus.Failed);
        statement.Result.Should().BeNull();
        statement.Error!.Code.Should().Be(StatementErrorCodes.ResultTooLarge);
        statement.Error.SqlState.Should().Be("54000");
        statement.Error.Message.Should().Contain($"MaxResultBytes ({limit} bytes)");
        for (var number = 0; number < 10; number++)
        {
            (await host.StoredAsync(statement.Handle, number)).Should().BeNull("a failed statement leaves no batches");
        }
    }
}
