using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

public sealed class WaiterLimitTests : ManagerFixture
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxWaitersPerStatement = 2;

    [Test]
    public async Task One_waiter_too_many_is_refused_and_told_the_limit()
    {
        var statement = await SubmitRunningAsync();
        _ = (WaitAsync(statement), WaitAsync(statement));

        await ShouldBeFullAsync(statement);
    }

    [Test]
    public async Task Watchers_are_waiters()
    {
        var statement = await SubmitRunningAsync();
        await using var watch = Manager.WatchAsync(Session, statement.Handle, default).GetAsyncEnumerator();
        await watch.MoveNextAsync();
        _ = WaitAsync(statement);

        await ShouldBeFullAsync(statement);
        await using var second = Manager.WatchAsync(Session, statement.Handle, default).GetAsyncEnumerator();
        await second.Invoking(it => it.MoveNextAsync().AsTask()).Should().ThrowAsync<StatementLimitException>();
    }

    [Test]
    public async Task Another_statement_has_waiters_of_its_own()
    {
        var (first, second) = (await SubmitRunningAsync(), await SubmitRunningAsync());
        _ = (WaitAsync(first), WaitAsync(first));

        WaitAsync(second).IsCompleted.Should().BeFalse();
    }

    [Test]
    public async Task A_look_that_does_not_wait_is_never_refused()
    {
        var statement = await SubmitRunningAsync();
        _ = (WaitAsync(statement), WaitAsync(statement));

        (await WaitAsync(statement, TimeSpan.Zero)).Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task A_waiter_whose_token_fires_gives_its_place_back()
    {
        var statement = await SubmitRunningAsync();
        using var source = new CancellationTokenSource();
        _ = WaitAsync(statement);
        var leaving = WaitAsync(statement, token: source.Token);
        await source.CancelAsync();
        await leaving.Invoking(wait => wait).Should().ThrowAsync<OperationCanceledException>();

        await ShouldHaveOnePlaceAsync(statement);
    }

    [Test]
    public async Task A_waiter_whose_limit_is_over_gives_its_place_back()
    {
        var statement = await SubmitRunningAsync();
        _ = WaitAsync(statement);
        var leaving = WaitAsync(statement, Limit);
        await Clock.TimerAsync(Limit);
        Clock.Advance(Limit);
        await leaving;

        await ShouldHaveOnePlaceAsync(statement);
    }

    [Test]
    public async Task A_watcher_that_breaks_out_gives_its_place_back()
    {
        var statement = await SubmitRunningAsync();
        _ = WaitAsync(statement);
        await foreach (var state in Manager.WatchAsync(Session, statement.Handle, default))
        {
            state.Status.Should().Be(StatementStatus.Running);
            break;
        }

        await ShouldHaveOnePlaceAsync(statement);
    }

    [Test]
    public async Task A_refused_waiter_takes_no_place()
    {
        var statement = await SubmitRunningAsync();
        using var source = new CancellationTokenSource();
        var leaving = WaitAsync(statement, token: source.Token);
        _ = WaitAsync(statement);
        for (var i = 0; i < 10; i++)
        {
            await ShouldBeFullAsync(statement);
        }

        await source.CancelAsync();
        await leaving.Invoking(wait => wait).Should().ThrowAsync<OperationCanceledException>();
        await ShouldHaveOnePlaceAsync(statement);
    }

    [Test]
    public async Task Waiters_for_another_managers_statement_count_as_well_and_give_their_places_back()
    {
        var (statement, other) = (await SubmitRunningAsync(), CreateAnother());
        using var source = new CancellationTokenSource();
        var leaving = other.WaitAsync(Session, statement.Handle, Forever, WaitTimeoutBehavior.ReturnCurrent, source.Token).AsTask();
        _ = other.WaitAsync(Session, statement.Handle, Forever, WaitTimeoutBehavior.ReturnCurrent, default).AsTask();

        var third = async () => await other.WaitAsync(Session, statement.Handle, Forever, WaitTimeoutBehavior.ReturnCurrent, default);
        await third.Should().ThrowAsync<StatementLimitException>();

        await source.CancelAsync();
        await leaving.Invoking(wait => wait).Should().ThrowAsync<OperationCanceledException>();
        third().IsCompleted.Should().BeFalse("one place is free again");
    }

    private Task<Statement> WaitAsync(Statement statement, TimeSpan? limit = null, CancellationToken token = default) =>
        Manager.WaitAsync(Session, statement.Handle, limit ?? Forever, WaitTimeoutBehavior.ReturnCurrent, token).AsTask().WaitAsync(Safety, CancellationToken.None);

    private async Task ShouldHaveOnePlaceAsync(Statement statement)
    {
        WaitAsync(statement).IsCompleted.Should().BeFalse();
        await ShouldBeFullAsync(statement);
    }

    private async Task ShouldBeFullAsync(Statement statement)
    {
        var limit = (await FluentActions.Invoking(() => WaitAsync(statement)).Should().ThrowAsync<StatementLimitException>()).Which;
        (limit.LimitName, limit.Limit, limit.Actual).Should().Be(("MaxWaitersPerStatement", 2L, 3L));
    }
}
