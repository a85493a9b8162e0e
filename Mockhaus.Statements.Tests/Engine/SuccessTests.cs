using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class SuccessTests : ManagerFixture
{
    [Test]
    public async Task Rows_are_readable_after_success_and_not_before()
    {
        var written = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        Executor.Run = async (execution, cancellationToken) =>
        {
            await WriteRowsAsync(execution, cancellationToken);
            written.SetResult();
            await goOn.Task;
        };
        Executor.Release();
        var statement = await SubmitAsync();
        await written.Task.WaitAsync(Safety);

        var reading = () => RowsAsync(statement);
        await reading.Should().ThrowAsync<StatementResultException>().WithMessage("*Running. Wait until it has succeeded.");
        goOn.SetResult();
        var final = await EndAsync(statement);

        final.Status.Should().Be(StatementStatus.Succeeded);
        final.Result!.RowCount.Should().Be(2);
        (await RowsAsync(statement)).Should().Equal("1", "2");
    }

    [Test]
    public async Task Not_even_stored_batches_can_be_read_while_the_statement_runs()
    {
        Create(options => (options.Results.InlineResultBytes, options.Results.ResultBatchSize) = (0, 1));
        var written = new TaskCompletionSource();
        Executor.Run = async (execution, cancellationToken) =>
        {
            await WriteRowsAsync(execution, cancellationToken);
            written.SetResult();
            await Task.Delay(Forever, Clock, cancellationToken);
        };
        Executor.Release();
        var statement = await SubmitAsync();
        await written.Task.WaitAsync(Safety);

        (await Store.Inner.ReadBatchAsync(statement.Handle, 0, default)).Should().NotBeNull("the test is about a stored one");
        var reading = async () => await Manager.ReadBatchAsync(Session, statement.Handle, 0, default);
        await reading.Should().ThrowAsync<StatementResultException>();
    }

    [Test]
    public async Task Batches_are_stored_before_the_word()
    {
        await SubmitFinishedAsync();

        Store.Calls.Where(call => call.Operation is StoreOperation.WriteBatch or StoreOperation.Replace)
            .Select(call => (call.Operation, call.Status)).Should().Equal(
                (StoreOperation.Replace, StatementStatus.Running),
                (StoreOperation.WriteBatch, StatementStatus.None),
                (StoreOperation.Replace, StatementStatus.Succeeded));
    }

    [Test]
    public async Task Times_and_owner_are_kept()
    {
        var statement = await SubmitRunningAsync();
        Clock.Advance(TimeSpan.FromSeconds(3));
        Executor.Release();

        var final = await EndAsync(statement);

        final.StartedAt.Should().Be(statement.CreatedAt);
        final.CompletedAt.Should().Be(statement.CreatedAt.AddSeconds(3));
        final.ExpiresAt.Should().Be(final.CompletedAt + final.TimeToLive);
        final.Owner!.Instance.Should().NotBeEmpty();
        final.Version.Should().Be(3);
    }

    [Test]
    public async Task An_executor_that_writes_nothing_gives_the_result_of_a_statement_without_rows()
    {
        Executor.Release();

        var final = await EndAsync(await SubmitAsync("CREATE TABLE t"));

        final.Result!.Columns.Should().ContainSingle().Which.Type.Should().Be(ResultColumnType.Text);
        (await RowsAsync(final)).Should().Equal("Statement executed successfully.");
    }

    [Test]
    public async Task Batches_outside_of_the_result_are_null()
    {
        var final = await SubmitFinishedAsync();

        (await Manager.ReadBatchAsync(Session, final.Handle, 1, default)).Should().BeNull();
        (await Manager.ReadBatchAsync(Session, final.Handle, -1, default)).Should().BeNull();
    }
}
