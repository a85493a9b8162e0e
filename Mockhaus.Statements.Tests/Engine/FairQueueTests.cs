using System.Collections.Concurrent;
using Mockhaus.Statements.Engine;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class FairQueueTests : ManagerFixture
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements) = (8, 100);

    [SetUp]
    public void HoldUntilGateOpens()
    {
        _gates.Clear();
        Executor.Run = async (execution, token) => await GateOf(execution.Statement.Sql).Task.WaitAsync(token);
        Executor.Release();
    }

    [Test]
    public async Task A_statement_of_another_session_does_not_wait_for_the_slow_ones_of_the_first()
    {
        await FillAsync("slow", 50, begin: 6);
        Open("quick");

        (await EndAsync(await SubmitAsync("quick", sessionId: OtherSession))).Status.Should().Be(StatementStatus.Succeeded);

        (await RunningAsync(Session)).Should().Be(6);
    }

    [Test]
    public async Task A_third_session_does_not_wait_for_the_slow_ones_of_two_others()
    {
        await FillAsync("slow", 50, begin: 6);
        await FillAsync("slow", 10, begin: 1, OtherSession);
        Open("quick");

        (await EndAsync(await SubmitAsync("quick", sessionId: "session-3"))).Status.Should().Be(StatementStatus.Succeeded);

        (await RunningAsync(Session), await RunningAsync(OtherSession)).Should().Be((6, 1));
    }

    [Test]
    public async Task Sessions_that_wait_take_turns()
    {
        Create(options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements) = (1, 100));
        var ran = new ConcurrentQueue<string>();
        Executor.Run = async (execution, token) =>
        {
            ran.Enqueue(execution.Statement.Sql);
            await GateOf("all").Task.WaitAsync(token);
        };
        Executor.Release();
        await SubmitAsync("first");
        await Executor.BegunAsync();
        var statements = new List<Statement>();
        foreach (var sql in new[] { "a1", "a2", "a3", "b1", "b2", "c1" })
        {
            statements.Add(await SubmitAsync(sql, sessionId: sql[..1]));
        }

        Open("all");
        await Task.WhenAll(statements.Select(EndAsync));

        ran.Should().Equal("first", "a1", "b1", "c1", "a2", "b2", "a3");
    }

    [Test]
    public async Task A_session_that_fills_its_share_of_the_queue_is_refused_and_others_are_not()
    {
        var refused = await FillUntilRefusedAsync(Session);

        refused.Should().Be((81, "MaxQueuedStatementsPerSession", 75, 76));
        for (var session = 0; session < 5; session++)
        {
            (await SubmitAsync("slow", sessionId: $"other-{session}")).Status.Should().Be(StatementStatus.Submitted);
        }
    }

    [Test]
    public async Task A_second_session_does_not_take_all_that_the_first_has_left()
    {
        await FillUntilRefusedAsync(Session);

        var second = await FillUntilRefusedAsync(OtherSession);
        var third = await FillUntilRefusedAsync("session-3");

        second.Should().Be((14, "MaxQueuedStatements", 100, 101));
        third.Should().Be((7, "MaxQueuedStatements", 100, 101));
    }

    [Test]
    public async Task A_session_may_be_given_all_of_it()
    {
        Create(options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxConcurrentStatementsPerSession, options.Limits.MaxQueuedStatements,
            options.Limits.MaxQueuedStatementsPerSession) = (8, 100, 10, 100));
        HoldUntilGateOpens();

        var refused = await FillUntilRefusedAsync(Session);

        refused.Should().Be((18, "MaxQueuedStatements", 10, 11));
        await FillAsync("slow", 0, begin: 8);
        (await RunningAsync(Session)).Should().Be(8);
    }

    [Test]
    public async Task A_session_that_may_run_few_leaves_more_than_one_place_to_another()
    {
        Create(options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxConcurrentStatementsPerSession) = (8, 4));
        HoldUntilGateOpens();
        await FillAsync("slow", 10, begin: 4);
        await FillAsync("slow", 10, begin: 2, OtherSession);

        (await RunningAsync(Session), await RunningAsync(OtherSession)).Should().Be((4, 2));
    }

    [Test]
    public async Task A_place_that_is_free_again_goes_to_the_session_that_has_nothing_running()
    {
        Create(options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxConcurrentStatementsPerSession) = (2, 2));
        HoldUntilGateOpens();
        await FillAsync("slow", 1, begin: 1);
        await FillAsync("ends", 1, begin: 1);
        await SubmitAsync("slow");
        Open("quick");
        var other = await SubmitAsync("quick", sessionId: OtherSession);

        Open("ends");

        (await EndAsync(other)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task Nothing_is_kept_of_a_session_that_has_nothing_in_the_queue()
    {
        var queue = new ExecutionQueue(Options, static _ => default);
        for (var session = 0; session < 10_000; session++)
        {
            queue.Reserve($"session-{session}").Should().BeNull();
            queue.Release($"session-{session}");
        }

        queue.Sessions.Should().Be(0);
        await queue.CloseAsync().WaitAsync(Safety);
    }

    private TaskCompletionSource GateOf(string sql) =>
        _gates.GetOrAdd(sql, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Open(string sql) => GateOf(sql).TrySetResult();

    /// <summary>Submits statements and waits until as many of them have begun as may run.</summary>
    private async Task FillAsync(string sql, int count, int begin, string sessionId = Session)
    {
        for (var i = 0; i < count; i++)
        {
            await SubmitAsync(sql, sessionId: sessionId);
        }

        for (var i = 0; i < begin; i++)
        {
            (await Executor.BegunAsync()).Statement.SessionId.Should().Be(sessionId);
        }
    }

    private async Task<(int Accepted, string Limit, long Value, long Asked)> FillUntilRefusedAsync(string sessionId)
    {
        for (var accepted = 0; ; accepted++)
        {
            try
            {
                await SubmitAsync("slow", sessionId: sessionId);
            }
            catch (StatementLimitException limit)
            {
                return (accepted, limit.LimitName, limit.Limit, limit.Actual);
            }
        }
    }

    private async Task<int> RunningAsync(string sessionId) =>
        (await ListedAsync(new() { Status = StatementStatus.Running }, sessionId)).Count;
}
