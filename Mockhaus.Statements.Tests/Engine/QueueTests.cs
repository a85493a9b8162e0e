using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class QueueTests : ManagerFixture
{
    [Test]
    public async Task As_many_as_may_run_and_wait_together_are_accepted_and_not_one_more()
    {
        Create(options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements, options.Limits.MaxQueuedStatementsPerSession) = (3, 4, 4));

        var accepted = await Race.RunAsync(50, async _ => await IsAcceptedAsync());

        accepted.Count(isAccepted => isAccepted).Should().Be(7);
    }

    [Test]
    public async Task Idle_workers_that_have_not_come_yet_do_not_make_the_queue_look_full()
    {
        for (var round = 0; round < 20; round++)
        {
            Create(options =>
                (options.Limits.MaxConcurrentStatements, options.Limits.MaxConcurrentStatementsPerSession, options.Limits.MaxQueuedStatements) = (8, 8, 1));
            for (var i = 0; i < 9; i++)
            {
                (await IsAcceptedAsync()).Should().BeTrue();
            }
        }
    }

    [Test]
    public async Task What_is_cancelled_while_it_waits_leaves_its_place_and_the_memory_at_once()
    {
        Create(options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements) = (1, 1));
        await SubmitRunningAsync();
        for (var i = 0; i < 100; i++)
        {
            var last = await SubmitAndCancelAsync();
            Store.Forget();

            for (var tries = 0; last.IsAlive && tries < 10; tries++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            last.IsAlive.Should().BeFalse();
        }
    }

    [Test]
    public async Task Blocking_executors_run_as_many_at_once_as_may()
    {
        Create(options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxConcurrentStatementsPerSession) = (8, 8));
        using var together = new Barrier(8);
        Executor.Run = (_, _) =>
        {
            together.SignalAndWait(Safety, CancellationToken.None).Should().BeTrue("eight run at once");
            return ValueTask.CompletedTask;
        };
        Executor.Release();
        var statements = new List<Statement>();
        for (var i = 0; i < 16; i++)
        {
            statements.Add(await SubmitAsync());
        }

        foreach (var statement in statements)
        {
            (await EndAsync(statement)).Status.Should().Be(StatementStatus.Succeeded);
        }
    }

    [Test]
    public async Task Ten_thousand_statements_from_many_threads_all_end()
    {
        Create(options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements, options.Limits.MaxQueuedStatementsPerSession,
            options.Limits.MaxStatementsPerSession) = (4, 10_000, 10_000, 10_000));
        Executor.Release();

        var ends = await Race.RunAsync(8, async _ =>
        {
            var handles = new List<Statement>();
            for (var i = 0; i < 1250; i++)
            {
                handles.Add(await SubmitAsync());
            }

            return await Task.WhenAll(handles.Select(EndAsync));
        });

        ends.SelectMany(finals => finals).Should().HaveCount(10_000).And.OnlyContain(final => final.Status == StatementStatus.Succeeded);
    }

    [Test]
    public async Task No_worker_is_lost_to_an_executor_that_throws()
    {
        Create(options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements) = (2, 200));
        var together = new TaskCompletionSource();
        var begun = 0;
        Executor.Run = async (execution, token) =>
        {
            if (execution.Statement.Sql == "throw")
            {
                throw new InvalidOperationException("as any executor may");
            }

            if (Interlocked.Increment(ref begun) == 2)
            {
                together.SetResult();
            }

            await together.Task.WaitAsync(Safety, token);
        };
        Executor.Release();
        for (var i = 0; i < 100; i++)
        {
            await SubmitAsync("throw");
        }

        var (first, second) = (await SubmitAsync(), await SubmitAsync());

        (await EndAsync(first)).Status.Should().Be(StatementStatus.Succeeded, "both workers are there still");
        (await EndAsync(second)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_statement_that_is_cancelled_while_it_waits_changes_nothing_in_the_order_of_the_others()
    {
        Create(options => options.Limits.MaxConcurrentStatements = 1);
        var ran = new ConcurrentQueue<string>();
        Executor.Run = (execution, _) =>
        {
            ran.Enqueue(execution.Statement.Sql);
            return ValueTask.CompletedTask;
        };
        var first = await SubmitRunningAsync("0");
        var cancelled = await SubmitAsync("cancelled");
        var statements = new List<Statement> { first };
        for (var i = 1; i < 50; i++)
        {
            statements.Add(await SubmitAsync($"{i}"));
        }

        await Manager.CancelAsync(Session, cancelled.Handle, default);
        Executor.Release();
        await EndAsync(statements[^1]);

        ran.Should().Equal(statements.Select(statement => statement.Sql));
    }

    private async Task<bool> IsAcceptedAsync()
    {
        try
        {
            await SubmitAsync();
            return true;
        }
        catch (StatementLimitException)
        {
            return false;
        }
    }

    /// <summary>The last state of a statement that the store has forgotten as well.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> SubmitAndCancelAsync()
    {
        var queued = await SubmitAsync(sessionId: OtherSession);
        var outcome = await Manager.CancelAsync(OtherSession, queued.Handle, default);
        await Manager.EndSessionAsync(OtherSession, default);
        return new(outcome.Statement);
    }
}
