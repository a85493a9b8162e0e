using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class FailureTests : ManagerFixture
{
    [Test]
    public async Task A_failure_of_the_executors_choice_keeps_its_code()
    {
        var error = new StatementError("002003", "42S02", "Object 'T' does not exist.");

        var final = await FailAsync(() => new StatementFailedException(error));

        final.Status.Should().Be(StatementStatus.Failed);
        final.Error.Should().Be(error);
        final.Result.Should().BeNull();
    }

    [Test]
    public async Task Any_other_exception_is_an_execution_failure()
    {
        var final = await FailAsync(() => new FormatException("The number is odd."));

        final.Error!.Code.Should().Be("900001");
        final.Error.SqlState.Should().Be("58000");
        final.Error.Message.Should().Contain("The number is odd.");
    }

    [Test]
    public async Task A_foreign_cancellation_is_a_failure()
    {
        var final = await FailAsync(() => new OperationCanceledException("The proxy gave up."));

        final.Status.Should().Be(StatementStatus.Failed);
        final.Error!.Code.Should().Be(StatementErrorCodes.ExecutionFailed);
        final.CancelRequestedAt.Should().BeNull();
    }

    [Test]
    public async Task A_database_error_keeps_its_sqlstate_and_its_message()
    {
        var final = await FailAsync(() => new TestDbException("Table T is gone.", "42P01"));

        final.Error.Should().Be(new StatementError("900001", "42P01", "Table T is gone."));
    }

    [Test]
    public async Task Rows_written_before_a_failure_are_not_kept()
    {
        Create(options => (options.Results.InlineResultBytes, options.Results.ResultBatchSize) = (0, 1));
        Executor.Run = async (execution, cancellationToken) =>
        {
            await WriteRowsAsync(execution, cancellationToken);
            throw new FormatException();
        };
        Executor.Release();

        var final = await EndAsync(await SubmitAsync());

        Store.Calls.Should().Contain(call => call.Operation == StoreOperation.WriteBatch);
        (await Store.Inner.ReadBatchAsync(final.Handle, 0, default)).Should().BeNull();
        var reading = () => RowsAsync(final);
        await reading.Should().ThrowAsync<StatementResultException>().WithMessage("*Failed, with 900001*");
    }

    [Test]
    public async Task An_executor_that_throws_before_it_returns_a_task_fails_its_statement_only()
    {
        Executor.Run = (execution, _) => execution.Statement.Sql == "bad" ? throw new FormatException() : ValueTask.CompletedTask;
        Executor.Release();

        (await EndAsync(await SubmitAsync("bad"))).Status.Should().Be(StatementStatus.Failed);
        (await EndAsync(await SubmitAsync("good"))).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_result_that_is_too_large_has_its_own_code()
    {
        Create(options => options.Results.MaxResultBytes = 1024);
        Executor.Run = async (execution, cancellationToken) =>
        {
            for (var i = 0; i < 600; i++)
            {
                if (i == 0)
                {
                    execution.Result.Start([Statements.Results.ResultColumn.Text("T")]);
                }

                execution.Result.Row.WriteText("0123456789");
                await execution.Result.EndRowAsync(cancellationToken);
            }
        };
        Executor.Release();

        (await EndAsync(await SubmitAsync())).Error!.Code.Should().Be("900002");
    }

    private async Task<Statement> FailAsync(Func<Exception> exception)
    {
        Executor.Run = (_, _) => throw exception();
        Executor.Release();
        return await EndAsync(await SubmitAsync());
    }
}
