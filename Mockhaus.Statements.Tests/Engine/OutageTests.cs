using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class OutageTests : ManagerFixture
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);

    [Test]
    public async Task An_outage_is_never_not_found()
    {
        var statement = await SubmitFinishedAsync();
        Store.Fault = FaultyStore.Outage;

        foreach (var call in new Func<Task>[]
        {
            async () => await SubmitAsync(),
            async () => await GetAsync(statement),
            async () => await Manager.WaitAsync(Session, statement.Handle, Forever, WaitTimeoutBehavior.ReturnCurrent, default),
            async () => await Manager.CancelAsync(Session, statement.Handle, default),
            async () => await Manager.ReadBatchAsync(Session, statement.Handle, 0, default),
            async () => await RowsAsync(statement),
            async () => await Manager.ListAsync(Session, null, default).GetAsyncEnumerator().MoveNextAsync(),
            async () => await Manager.ReleaseAsync(Session, statement.Handle, default),
            async () => await Manager.EndSessionAsync(Session, default),
        })
        {
            await call.Should().ThrowAsync<StatementStoreException>();
        }
    }

    [Test]
    public async Task A_batch_that_cannot_be_stored_fails_the_statement()
    {
        Store.Fault = call => call.Operation == StoreOperation.WriteBatch ? FaultyStore.Outage(call) : null;

        var final = await SubmitFinishedAsync();

        final.Status.Should().Be(StatementStatus.Failed);
        final.Error!.Code.Should().Be("900003");
        (await StoredAsync(final)).Should().Be(final);
    }

    [Test]
    public async Task A_batch_whose_failure_the_executor_swallows_fails_the_statement_all_the_same()
    {
        Create(options => (options.Results.InlineResultBytes, options.Results.ResultBatchSize) = (0, 2));
        var batches = 0;
        Store.Fault = call => call.Operation == StoreOperation.WriteBatch && batches++ == 1 ? FaultyStore.Outage(call) : null;
        Executor.Run = async (execution, token) =>
        {
            execution.Result.Start([ResultColumn.Text("a")]);
            for (var row = 0; row < 10; row++)
            {
                execution.Result.Row.WriteUtf8("x"u8);
                try
                {
                    await execution.Result.EndRowAsync(token);
                }
                catch (StatementStoreException)
                {
                    // Just what an executor should not do.
                }
            }
        };

        Executor.Release();
        var final = await EndAsync(await SubmitAsync());

        final.Status.Should().Be(StatementStatus.Failed);
        final.Error!.Code.Should().Be("900003");
    }

    [Test]
    public async Task A_cancel_whose_reply_was_lost_stops_the_work_when_it_is_sent_again()
    {
        var statement = await SubmitRunningAsync();
        Store.LostReply = call => call.Status == StatementStatus.Cancelled ? FaultyStore.Outage(call) : null;
        var cancel = async () => await Manager.CancelAsync(Session, statement.Handle, default);

        await cancel.Should().ThrowAsync<StatementStoreException>();
        Store.LostReply = null;
        var again = await cancel();

        again.Status.Should().Be(CancelStatus.AlreadyFinished);
        await Executor.Stopped;
        (await EndAsync(statement)).Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task A_submission_whose_reply_was_lost_is_ended_and_never_runs()
    {
        Store.LostReply = call => call.Operation == StoreOperation.Add ? FaultyStore.Outage(call) : null;
        var submit = async () => await SubmitAsync(requestId: "lost");

        await submit.Should().ThrowAsync<StatementStoreException>();
        Store.LostReply = null;
        var again = await EndAsync(await SubmitAsync(requestId: "lost"));

        again.Status.Should().Be(StatementStatus.Failed);
        again.StartedAt.Should().BeNull();
    }

    [Test]
    public async Task A_start_that_cannot_be_stored_fails_the_statement_and_runs_nothing()
    {
        Store.Fault = call => call.Status == StatementStatus.Running ? FaultyStore.Outage(call) : null;

        var final = await EndAsync(await SubmitAsync());

        final.Status.Should().Be(StatementStatus.Failed);
        final.StartedAt.Should().BeNull();
    }

    [Test]
    public async Task A_success_that_cannot_be_stored_is_running_until_the_store_is_back_and_a_success_then()
    {
        var statement = await SubmitUnstorableAsync();

        var before = await GetAsync(statement);
        before.Status.Should().Be(StatementStatus.Running);
        before.Progress!.Message.Should().Be("The statement has ended. Its terminal state is shown as soon as the store has taken it.");
        (await ListedAsync()).Should().ContainSingle().Which.Status.Should().Be(StatementStatus.Running);

        Store.Fault = null;
        Clock.Advance(FirstRetry);
        await EndStoredAsync(statement);

        (await GetAsync(statement)).Status.Should().Be(StatementStatus.Succeeded);
        (await RowsAsync(statement)).Should().Equal("1", "2");
    }

    [Test]
    public async Task Waiters_wake_when_the_store_has_the_end_and_not_before()
    {
        var statement = await SubmitRunningAsync();
        var waiting = EndAsync(statement);
        Store.Fault = TerminalOutage;
        Executor.Release();
        await Clock.TimerAsync(FirstRetry);
        waiting.IsCompleted.Should().BeFalse();

        Store.Fault = null;
        Clock.Advance(FirstRetry);

        (await waiting).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_success_that_the_store_refuses_for_long_becomes_a_failure_that_says_what_may_have_happened()
    {
        var statement = await SubmitRunningAsync();
        Store.Fault = call => call.Status == StatementStatus.Succeeded ? FaultyStore.Outage(call) : null;
        var waiting = EndAsync(statement);
        Executor.Release();

        await PassRetriesAsync();
        Clock.Advance(TimeSpan.FromSeconds(5));

        var final = await waiting;
        final.Error.Should().BeEquivalentTo(new StatementError(
            "900003", "58030", "The store did not take the result. The statement may have had its effect; submit it again if it may run twice."));
        (await StoredAsync(statement)).Should().Be(final);
    }

    [Test]
    public async Task A_statement_that_did_not_run_for_want_of_the_store_says_so()
    {
        Store.Fault = call => call.Status == StatementStatus.Running ? FaultyStore.Outage(call) : null;

        var final = await EndAsync(await SubmitAsync());

        final.Error!.Code.Should().Be("900003");
        final.Error.Message.Should().Be("The store did not take the statement, so it did not run. Submit it again when the store is back.");
    }

    [Test]
    public async Task A_cancel_of_a_statement_whose_success_is_not_stored_yet_stores_the_success()
    {
        var statement = await SubmitUnstorableAsync();
        Store.Fault = null;

        var outcome = await Manager.CancelAsync(Session, statement.Handle, default);

        (outcome.Status, outcome.Statement!.Status).Should().Be((CancelStatus.AlreadyFinished, StatementStatus.Succeeded));
    }

    [Test]
    public async Task A_statement_whose_end_was_never_stored_is_owner_lost_to_the_next_manager_and_nothing_else_was_told()
    {
        var statement = await SubmitUnstorableAsync();
        var waiting = EndAsync(statement);
        await Manager.DisposeAsync().AsTask().WaitAsync(Safety);
        Store.Fault = null;

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<ObjectDisposedException>();
        var next = await CreateAnother().WaitAsync(Session, statement.Handle, Forever, WaitTimeoutBehavior.ReturnCurrent, default).AsTask().WaitAsync(Safety);
        next.Error!.Code.Should().Be("900009");
    }

    [Test]
    public async Task The_memory_that_one_statement_or_its_store_cannot_get_ends_only_that_statement([Values] bool isOfTheStore)
    {
        Create(options => options.Limits.MaxConcurrentStatements = 1);
        Store.Fault = call => isOfTheStore && call.Operation == StoreOperation.WriteBatch ? new InsufficientMemoryException() : null;
        Executor.Run = (execution, token) => isOfTheStore ? WriteRowsAsync(execution, token) : throw new InsufficientMemoryException();
        Executor.Release();

        var final = await EndAsync(await SubmitAsync());

        (final.Status, final.Error!.Code, final.Error.SqlState).Should().Be((StatementStatus.Failed, "900013", "53200"));
        Store.Fault = null;
        (await SubmitFinishedAsync()).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task It_is_tried_again_with_growing_pauses()
    {
        var statement = await SubmitRunningAsync();
        Store.Fault = TerminalOutage;
        Executor.Release();

        await PassRetriesAsync();

        (await GetAsync(statement)).Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task A_success_whose_reply_was_lost_is_a_success_in_the_end()
    {
        var statement = await SubmitRunningAsync();
        Store.LostReply = TerminalOutage;
        Executor.Release();
        await Clock.TimerAsync(FirstRetry);

        Store.LostReply = null;
        Clock.Advance(FirstRetry);
        await EndStoredAsync(statement);

        (await StoredAsync(statement))!.Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_timeout_that_cannot_be_stored_stays_a_timeout_whatever_the_executor_does_then()
    {
        Executor.IgnoresToken = true;
        var statement = await Manager.SubmitAsync(Session, new() { Sql = "SELECT 1", Timeout = TimeSpan.FromSeconds(10) }, default);
        await Executor.BegunAsync();
        Store.Fault = TerminalOutage;
        Clock.Advance(TimeSpan.FromSeconds(10));
        await Clock.TimerAsync(FirstRetry);
        (await GetAsync(statement)).Status.Should().Be(StatementStatus.Running);
        await Executor.Stopped;

        Store.Fault = null;
        Executor.Release();
        await EndStoredAsync(statement);

        (await StoredAsync(statement))!.Error!.Code.Should().Be("000630");
    }

    [Test]
    public async Task A_cancel_that_cannot_be_stored_throws_and_the_statement_runs_on()
    {
        var statement = await SubmitRunningAsync();
        Store.Fault = TerminalOutage;

        var cancel = async () => await Manager.CancelAsync(Session, statement.Handle, default);

        await cancel.Should().ThrowAsync<StatementStoreException>();
        Store.Fault = null;
        (await GetAsync(statement)).Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task A_store_that_throws_what_it_should_not_costs_no_worker()
    {
        Create(options => options.Limits.MaxConcurrentStatements = 1);
        Store.Fault = call => call.Status == StatementStatus.Succeeded ? new FormatException() : null;
        Executor.Release();
        var first = await SubmitAsync();
        await Clock.TimerAsync(FirstRetry);

        Store.Fault = null;
        Clock.Advance(FirstRetry);

        (await EndAsync(await SubmitAsync())).Status.Should().Be(StatementStatus.Succeeded);
        (await GetAsync(first)).Status.Should().Be(StatementStatus.Succeeded);
    }

    private static StatementStoreException? TerminalOutage(StoreCall call) => call.Statement?.IsFinished == true ? FaultyStore.Outage(call) : null;

    /// <summary>Waits for each of the first tries to store an end, until they come at the longest pause.</summary>
    private async Task PassRetriesAsync()
    {
        await Clock.TimerAsync(FirstRetry);
        for (var pause = FirstRetry; pause < TimeSpan.FromSeconds(5); pause *= 2)
        {
            Clock.Advance(pause);
            await Clock.TimerAsync(pause * 2 < TimeSpan.FromSeconds(5) ? pause * 2 : TimeSpan.FromSeconds(5));
        }
    }

    private async Task<Statement> SubmitUnstorableAsync()
    {
        Executor.Run = WriteRowsAsync;
        var statement = await SubmitRunningAsync();
        Store.Fault = TerminalOutage;
        Executor.Release();
        await Clock.TimerAsync(FirstRetry);
        return statement;
    }

    private Task EndStoredAsync(Statement statement) =>
        Store.NextAsync(call => call.Handle == statement.Handle && call.Statement?.IsFinished == true);
}
