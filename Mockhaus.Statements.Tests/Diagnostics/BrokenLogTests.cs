using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Diagnostics;

public sealed class BrokenLogTests : ManagerFixture
{
    protected override ILogger<StatementManager>? Logger { get; } = new BrokenLog();

    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    [Test]
    public async Task A_logger_that_throws_costs_no_statement_its_end_and_no_worker_its_place()
    {
        Executor.Run = (_, _) => throw new InvalidOperationException("no");
        Executor.Release();
        for (var i = 0; i < 3; i++)
        {
            (await EndAsync(await SubmitAsync())).Error!.Code.Should().Be(StatementErrorCodes.ExecutionFailed);
        }

        (await EndAsync(await SubmitFinishedAsync())).Status.Should().Be(StatementStatus.Succeeded);
    }
}
