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
