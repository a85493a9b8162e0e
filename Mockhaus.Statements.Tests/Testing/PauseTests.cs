using Mockhaus.Statements.Testing;

namespace Mockhaus.Statements.Tests.Testing;

public sealed class PauseTests : ScriptFixture
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_call_takes_its_time_by_the_clock_of_the_script()
    {
        var slow = Script.When("slow").Takes(Minute).Returns(["N"], [1]);
        var statement = await SubmitAsync("slow");
        await InTimeAsync(slow.CalledAsync());

        Clock.Advance(Minute - TimeSpan.FromTicks(1));
        slow.Calls.Single().State.Should().Be(ScriptedCallState.Running);
        (await Session.GetAsync(statement.Handle)).Status.Should().Be(StatementStatus.Running);
        Clock.Advance(TimeSpan.FromTicks(1));

        (await EndAsync(statement)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task No_time_at_all_is_no_wait()
    {
        Script.When("quick").Takes(TimeSpan.Zero).Succeeds();

        (await RunAsync("quick")).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_failure_takes_its_time_too()
    {
        var slow = Script.When("slow").Takes(Minute).Fails("000603", "XX000", "Late.");
        var statement = await SubmitAsync("slow");
        await InTimeAsync(slow.CalledAsync());
        Clock.Advance(Minute);

        (await EndAsync(statement)).Error!.Message.Should().Be("Late.");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_cancel_ends_a_call_that_waits(bool holds)
    {
        var step = Script.When("slow");
        var slow = (holds ? step.Holds() : step.Takes(Minute)).Succeeds();
        var statement = await SubmitAsync("slow");
        await InTimeAsync(slow.CalledAsync());

        (await Session.CancelAsync(statement.Handle)).Status.Should().Be(CancelStatus.Cancelled);

        (await InTimeAsync(slow.EndedAsync())).State.Should().Be(ScriptedCallState.Stopped);
        (await Session.GetAsync(statement.Handle)).Status.Should().Be(StatementStatus.Cancelled);
    }

    [Test]
    public async Task A_timeout_ends_a_call_that_is_held()
    {
        var held = Script.When("held").Holds().Succeeds();
        var statement = await Session.SubmitAsync(new() { Sql = "held", Timeout = Minute });
        await InTimeAsync(held.CalledAsync());

        Clock.Advance(Minute);

        (await EndAsync(statement)).Error!.Code.Should().Be(StatementErrorCodes.Timeout);
        (await InTimeAsync(held.EndedAsync())).State.Should().Be(ScriptedCallState.Stopped);
    }

    [Test]
    public async Task A_held_call_runs_until_it_is_released()
    {
        var held = Script.When("held").Holds().Returns(["N"], [1]);
        var statement = await SubmitAsync("held");
        await InTimeAsync(held.CalledAsync());
        Clock.Advance(TimeSpan.FromDays(1));
        (await Session.GetAsync(statement.Handle)).Status.Should().Be(StatementStatus.Running);

        held.Release();

        (await EndAsync(statement)).Status.Should().Be(StatementStatus.Succeeded);
        held.Calls.Single().State.Should().Be(ScriptedCallState.Returned);
    }

    [Test]
    public async Task A_release_lets_the_first_call_go_and_no_other()
    {
        var held = Script.WhenMatches("^held").Holds().Succeeds();
        var first = await SubmitAsync("held 1");
        await InTimeAsync(held.CalledAsync());
        var second = await SubmitAsync("held 2");
        await InTimeAsync(held.CalledAsync(times: 2));

        held.Release();

        (await InTimeAsync(held.EndedAsync())).Sql.Should().Be("held 1");
        (await EndAsync(first)).Status.Should().Be(StatementStatus.Succeeded);
        (await Session.GetAsync(second.Handle)).Status.Should().Be(StatementStatus.Running);
        held.Calls.Select(call => call.State).Should().Equal(ScriptedCallState.Returned, ScriptedCallState.Running);
    }

    [Test]
    public async Task Releases_that_come_before_their_calls_let_them_pass()
    {
        var held = Script.When("held").Holds().Succeeds();
        held.Release(calls: 2);

        await RunAsync("held");
        await RunAsync("held");
        var third = await SubmitAsync("held");

        await InTimeAsync(held.CalledAsync(times: 3));
        (await Session.GetAsync(third.Handle)).Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task A_call_that_was_cancelled_takes_no_release_with_it()
    {
        var held = Script.When("held").Holds().Succeeds();
        var cancelled = await SubmitAsync("held");
        await InTimeAsync(held.CalledAsync());
        var other = await SubmitAsync("held");
        await InTimeAsync(held.CalledAsync(times: 2));
        await Session.CancelAsync(cancelled.Handle);
        await InTimeAsync(held.EndedAsync());

        held.Release();

        (await EndAsync(other)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task Waits_follow_each_other_in_the_order_in_which_they_are_written()
    {
        var rule = Script.When("slow").Holds().Takes(Minute).Succeeds();
        var statement = await SubmitAsync("slow");
        await InTimeAsync(rule.CalledAsync());
        Clock.Advance(Minute);
        (await Session.GetAsync(statement.Handle)).Status.Should().Be(StatementStatus.Running);

        rule.Release();
        await Clock.TimerAsync(Minute);
        (await Session.GetAsync(statement.Handle)).Status.Should().Be(StatementStatus.Running);
        Clock.Advance(Minute);

        (await EndAsync(statement)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [TestCase(-1)]
    [TestCase(50 * 86_400)]
    public void A_time_that_no_clock_can_wait_for_is_refused(int seconds)
    {
        var take = () => Script.When("slow").Takes(TimeSpan.FromSeconds(seconds));

        take.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public void A_release_of_nothing_is_refused()
    {
        var rule = Script.When("select 1").Succeeds();
        var held = Script.When("held").Holds().Succeeds();
        var release = () => rule.Release();
        var none = () => held.Release(0);

        release.Should().Throw<InvalidOperationException>().WithMessage("When(\"select 1\") holds no call*Holds()*");
        none.Should().Throw<ArgumentOutOfRangeException>();
    }
}
