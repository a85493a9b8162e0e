using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Retention;

public sealed class ResultBudgetOrderTests : ManagerFixture
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Results.MaxTotalResultBytes, options.Limits.MaxConcurrentStatements) = (1024, 2);

    [Test]
    public async Task What_has_ended_first_goes_first_though_it_was_submitted_later_and_what_runs_is_never_touched()
    {
        Executor.Run = async (execution, token) =>
        {
            execution.Result.Start([ResultColumn.Text("T")]);
            execution.Result.Row.WriteText(new string('x', 400));
            await execution.Result.EndRowAsync(token);
            await (execution.Statement.Sql == "slow" ? _gate.Task.WaitAsync(token) : Task.CompletedTask);
        };
        Executor.Release();
        var slow = await SubmitRunningAsync("slow");
        var (second, third, fourth) = (await RunAsync(), await RunAsync(), await RunAsync());
        (await StoredAsync(second))!.RowsEvictedAt.Should().NotBeNull();
        (await StoredAsync(slow))!.Status.Should().Be(StatementStatus.Running);

        Store.Forget();
        _gate.SetResult();
        (await EndAsync(slow)).Status.Should().Be(StatementStatus.Succeeded);
        await Store.NextAsync(call => call.Statement?.RowsEvictedAt is not null);

        (await StoredAsync(third))!.RowsEvictedAt.Should().NotBeNull();
        (await StoredAsync(fourth))!.Result.Should().NotBeNull();
        (await StoredAsync(slow))!.Result.Should().NotBeNull();
    }

    /// <summary>The only free worker takes the second statement once it is done with everything about the first.</summary>
    private async Task<Statement> RunAsync()
    {
        var final = await EndAsync(await SubmitAsync());
        await EndAsync(await SubmitAsync(ControlledExecutor.Settling));
        return final;
    }
}
