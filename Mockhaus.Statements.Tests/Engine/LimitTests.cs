using System.Collections.Concurrent;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class LimitTests : ManagerFixture
{
    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements, options.Limits.MaxSqlLength) = (1, 2, 100);

    [Test]
    public async Task A_full_queue_refuses_before_anything_is_stored()
    {
        await FillQueueAsync();
        var calls = Store.Calls.Count;

        var submit = async () => await SubmitAsync();

        var limit = (await submit.Should().ThrowAsync<StatementLimitException>()).Which;
        limit.LimitName.Should().Be("MaxQueuedStatements");
        limit.Limit.Should().Be(2);
        limit.Actual.Should().Be(3);
        limit.Message.Should().Contain("MaxQueuedStatements").And.Contain("2");
        Store.Calls.Should().HaveCount(calls);
    }

    [Test]
    public async Task A_known_request_id_is_answered_also_when_the_queue_is_full()
    {
        var (_, queued) = await FillQueueAsync();

        (await SubmitAsync("queued", "r")).Handle.Should().Be(queued.Handle);
    }

    [Test]
    public async Task A_refused_handle_that_is_cancelled_meanwhile_gives_its_place_back_once()
    {
        var finished = await SubmitAsync();
        await Executor.BegunAsync();
        await Manager.CancelAsync(Session, finished.Handle, default);
        await SubmitRunningAsync();
        Store.Fault = call =>
        {
            if (call.Operation != StoreOperation.Add)
            {
                return null;
            }

            Store.Fault = null;
            Manager.CancelAsync(Session, finished.Handle, default).AsTask().Wait(Safety);
            return null;
        };
        var taken = async () => await Manager.SubmitAsync(Session, new() { Sql = "other", Handle = finished.Handle }, default);

        await taken.Should().ThrowAsync<StatementConflictException>();
        await SubmitAsync();
        await SubmitAsync();
        var third = async () => await SubmitAsync();
        await third.Should().ThrowAsync<StatementLimitException>("two places are two places");
    }

    [Test]
    public async Task A_cancelled_statement_gives_its_place_in_the_queue_back()
    {
        var (_, queued) = await FillQueueAsync();
        await Manager.CancelAsync(Session, queued.Handle, default);

        (await SubmitAsync()).Status.Should().Be(StatementStatus.Submitted);
        var submit = async () => await SubmitAsync();
        await submit.Should().ThrowAsync<StatementLimitException>("it gave one place back, not two");
    }

    [Test]
    public async Task A_refused_submission_gives_its_place_in_the_queue_back()
    {
        await SubmitRunningAsync();
        var first = await SubmitAsync("same", "r");
        for (var i = 0; i < 10; i++)
        {
            (await SubmitAsync("same", "r")).Handle.Should().Be(first.Handle);
        }

        (await SubmitAsync()).Status.Should().Be(StatementStatus.Submitted);
    }

    [Test]
    public async Task Sql_of_the_greatest_length_runs_and_longer_sql_is_refused()
    {
        (await SubmitAsync(new('x', 100))).Sql.Should().HaveLength(100);
        var calls = Store.Calls.Count(call => call.Operation == StoreOperation.Add);

        var submit = async () => await SubmitAsync(new('x', 101));

        var limit = (await submit.Should().ThrowAsync<StatementLimitException>()).Which;
        (limit.LimitName, limit.Limit, limit.Actual).Should().Be(("MaxSqlLength", 100L, 101L));
        Store.Calls.Count(call => call.Operation == StoreOperation.Add).Should().Be(calls);
    }

    [Test]
    public async Task A_request_id_of_more_than_256_characters_is_refused()
    {
        (await SubmitAsync(requestId: new('r', 256))).RequestId.Should().HaveLength(256);

        var submit = async () => await SubmitAsync(requestId: new('r', 257));

        (await submit.Should().ThrowAsync<StatementLimitException>()).Which.LimitName.Should().Be("RequestId");
    }

    [Test]
    public async Task No_more_executors_run_at_once_than_allowed()
    {
        Create(options => options.Limits.MaxConcurrentStatements = 3);
        var (running, most) = (0, 0);
        var together = new Barrier(3);
        Executor.Run = (_, _) =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            together.SignalAndWait(Safety, CancellationToken.None).Should().BeTrue("three run at once");
            Interlocked.Decrement(ref running);
            return ValueTask.CompletedTask;
        };
        Executor.Release();

        var statements = new List<Statement>();
        for (var i = 0; i < 30; i++)
        {
            statements.Add(await SubmitAsync());
        }

        foreach (var statement in statements)
        {
            (await EndAsync(statement)).Status.Should().Be(StatementStatus.Succeeded);
        }

        most.Should().Be(3);
    }

    [Test]
    public async Task Statements_run_in_the_order_in_which_they_were_submitted()
    {
        Create(options => options.Limits.MaxConcurrentStatements = 1);
        var ran = new ConcurrentQueue<string>();
        Executor.Run = (execution, _) =>
        {
            ran.Enqueue(execution.Statement.Sql);
            return ValueTask.CompletedTask;
        };
        var statements = new List<Statement>();
        for (var i = 0; i < 20; i++)
        {
            statements.Add(await SubmitAsync($"{i}"));
        }

        Executor.Release();
        await EndAsync(statements[^1]);

        ran.Should().Equal(statements.Select(statement => statement.Sql));
    }

    [Test]
    public void The_documented_defaults_hold()
    {
        var options = new MockhausStatementsOptions();

        options.Limits.MaxStatementsPerSession.Should().Be(1_000);
        options.Limits.SessionLimit.Should().Be(SessionLimit.ExpireOldest);
        options.Limits.MaxStatementsPerRequest.Should().Be(10_000);
        options.Limits.MaxConcurrentStatements.Should().Be(Math.Max(8, 2 * Environment.ProcessorCount));
        options.Limits.MaxQueuedStatements.Should().Be(1_000);
        (options.Limits.MaxConcurrentStatementsPerSession, options.Limits.MaxQueuedStatementsPerSession).Should().Be((null, null), "three quarters of them");
        options.Limits.MaxWaitersPerStatement.Should().Be(100);
        options.Limits.MaxSqlLength.Should().Be(1_048_576);
        options.Results.MaxResultBytes.Should().Be(100 * 1_048_576);
        options.Results.MaxTotalResultBytes.Should().Be(1_024 * 1_048_576);
    }

    [Test]
    public async Task Every_refusal_names_the_option_its_limit_and_what_was_asked_for()
    {
        Create(options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements, options.Limits.MaxStatementsPerSession,
            options.Limits.MaxWaitersPerStatement, options.Limits.MaxSqlLength) = (1, 2, 2, 1, 100));
        var statement = await SubmitRunningAsync();
        await SubmitAsync();
        _ = EndAsync(statement);

        await ShouldBeRefusedAsync(() => SubmitAsync(), "MaxStatementsPerSession", 2, 3);
        await ShouldBeRefusedAsync(() => SubmitAsync(new('x', 105)), "MaxSqlLength", 100, 105);
        await ShouldBeRefusedAsync(() => EndAsync(statement), "MaxWaitersPerStatement", 1, 2);
        await SubmitAsync(sessionId: OtherSession);
        await ShouldBeRefusedAsync(() => SubmitAsync(sessionId: OtherSession), "MaxQueuedStatements", 2, 3);
    }

    [Test]
    public async Task A_result_that_is_too_large_fails_its_statement_and_names_the_option_and_its_limit()
    {
        Create(options => options.Results.MaxResultBytes = 1024);
        Executor.Run = (execution, token) => WriteTextAsync(execution, 2000, token);
        Executor.Release();

        var final = await EndAsync(await SubmitAsync());

        final.Status.Should().Be(StatementStatus.Failed);
        final.Error!.Code.Should().Be("900002");
        final.Error.Message.Should().Contain("MaxResultBytes").And.Contain("1024");
    }

    [Test]
    public async Task Results_that_are_too_large_together_cost_the_oldest_its_rows_and_their_reader_is_told_the_option()
    {
        Create(options => (options.Results.MaxTotalResultBytes, options.Limits.MaxConcurrentStatements) = (1024, 1));
        Executor.Run = (execution, token) => WriteTextAsync(execution, 600, token);
        Executor.Release();
        var first = await EndAsync(await SubmitAsync());
        await EndAsync(await SubmitAsync());
        await SettleAsync();

        var read = async () => await RowsAsync(first);

        (await read.Should().ThrowAsync<StatementResultException>()).Which.Message.Should().Contain("MaxTotalResultBytes");
    }

    private static async Task ShouldBeRefusedAsync(Func<Task<Statement>> call, string name, long limit, long actual)
    {
        var refusal = (await call.Should().ThrowAsync<StatementLimitException>()).Which;
        (refusal.LimitName, refusal.Limit, refusal.Actual).Should().Be((name, limit, actual));
        refusal.Message.Should().Contain(name).And.Contain($"{limit}").And.Contain($"{actual}");
    }

    private static async ValueTask WriteTextAsync(StatementExecution execution, int length, CancellationToken token)
    {
        execution.Result.Start([ResultColumn.Text("T")]);
        execution.Result.Row.WriteText(new string('x', length));
        await execution.Result.EndRowAsync(token);
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = Volatile.Read(ref most); seen < now; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, now, seen);
        }
    }

    private async Task<(Statement Running, Statement Queued)> FillQueueAsync()
    {
        var running = await SubmitRunningAsync();
        var queued = await SubmitAsync("queued", "r");
        await SubmitAsync();
        return (running, queued);
    }
}
