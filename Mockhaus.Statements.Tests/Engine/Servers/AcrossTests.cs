using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Servers;

/// <summary>Any server answers for any statement.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class AcrossTests(bool hasNear) : ServersFixture(hasNear)
{
    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    [Test]
    public async Task The_same_request_sent_to_two_servers_at_once_is_one_statement_that_runs_once()
    {
        for (var round = 0; round < 50; round++)
        {
            var request = new StatementRequest { Sql = ControlledExecutor.Settling, RequestId = $"r{round}" };
            var servers = new[] { First, Second };

            var submitted = await Race.RunAsync(2, async racer => await servers[racer].Manager.SubmitAsync(Session, request, default));

            submitted.Select(statement => statement.Handle).Distinct().Should().ContainSingle();
            (await First.EndAsync(submitted[0])).Should().Be(await Second.EndAsync(submitted[1]));
        }
    }

    [Test]
    public async Task A_wait_that_cancels_at_its_limit_reaches_the_server_that_runs_it()
    {
        var statement = await First.SubmitRunningAsync();

        var waiting = Second.Manager.WaitAsync(Session, statement.Handle, TimeSpan.FromMilliseconds(50), WaitTimeoutBehavior.Cancel, default).AsTask();
        await Clock.TimerAsync(TimeSpan.FromMilliseconds(50));
        Clock.Advance(TimeSpan.FromMilliseconds(50));

        (await waiting.WaitAsync(Safety)).CancelRequestedAt.Should().NotBeNull("whether it has ended already is not waited for");
        (await First.EndAsync(statement)).Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task A_server_that_stops_tells_who_waits_on_another()
    {
        var statement = await First.SubmitRunningAsync();
        var waiting = Second.EndAsync(statement);
        await Clock.TimerAsync(TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(120));

        await First.Manager.DisposeAsync();

        (await waiting).Error!.Code.Should().Be("900004");
        Farm.IsAlive(statement.Owner!).Should().BeFalse();
    }

    [Test]
    public async Task What_one_server_releases_is_gone_on_the_other()
    {
        var statement = await First.EndAsync(await First.SubmitAsync(ControlledExecutor.Settling));
        (await Second.GetAsync(statement)).Should().Be(statement);

        (await Second.Manager.ReleaseAsync(Session, statement.Handle, default)).Should().BeTrue();

        await First.Invoking(it => it.GetAsync(statement)).Should().ThrowAsync<StatementExpiredException>();
    }

    [Test]
    public async Task The_end_that_stands_is_the_only_one_that_a_server_tells_that_was_cut_off()
    {
        var statement = await First.SubmitRunningAsync();
        var waiting = First.EndAsync(statement);
        First.Store.Link.Fault = FaultyStore.Outage;
        First.Executor.Release();
        Farm.LoseLease(statement.Owner!);
        await UntilAsync(async () => (await StoredAsync(statement))!.IsFinished, "the other server has ended it");

        First.Store.Link.Fault = null;
        await Clock.TimerAsync(TimeSpan.FromMilliseconds(50));
        Clock.Advance(TimeSpan.FromSeconds(5));

        (await waiting).Error!.Code.Should().Be("900009");
        (await First.GetAsync(statement)).Error!.Code.Should().Be("900009");
    }

    [Test]
    public async Task A_server_does_not_touch_what_another_has_submitted_under_the_handle_of_one_that_was_removed()
    {
        First.Executor.IgnoresToken = true;
        Farm.Hints = HintFate.Kept;
        var statement = await First.SubmitRunningAsync();
        var waiting = First.EndAsync(statement);
        await Second.Manager.EndSessionAsync(Session, default);
        var again = await Second.Manager.SubmitAsync(Session, new() { Handle = statement.Handle, Sql = "again" }, default);
        await Second.Executor.BegunAsync();

        Farm.DeliverKept();
        await First.Executor.Stopped;
        First.Executor.Release();
        await First.SettleAsync();

        (await waiting).Owner.Should().Be(again.Owner, "that is what has the handle now");
        (await Second.GetAsync(statement)).Status.Should().Be(StatementStatus.Running);
        Second.Executor.Release();
        var final = await Second.EndAsync(statement);
        (final.Status, final.Sql, final.Owner).Should().Be((StatementStatus.Succeeded, "again", again.Owner));
    }
}
