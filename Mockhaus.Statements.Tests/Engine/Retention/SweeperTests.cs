using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Retention;

public sealed class SweeperTests : ManagerFixture
{
    [Test]
    public async Task What_has_expired_is_given_back_after_the_interval()
    {
        Create(options => options.Retention.CleanupInterval = TimeSpan.FromHours(2));
        var statement = await SubmitFinishedAsync();

        Clock.Advance(TimeSpan.FromHours(2));
        await SweptAsync();

        (await StoredAsync(statement))!.Sql.Should().BeEmpty();
        (await Store.Inner.ReadBatchAsync(statement.Handle, 0, default)).Should().BeNull();
    }

    [Test]
    public async Task Before_the_interval_nothing_is_swept()
    {
        await SubmitFinishedAsync();

        Clock.Advance(Options.Retention.CleanupInterval - TimeSpan.FromSeconds(1));

        Store.Calls.Should().NotContain(call => call.Operation == StoreOperation.Purge);
    }

    [Test]
    public async Task Tombstones_are_removed_when_their_retention_is_over()
    {
        var statement = await SubmitFinishedAsync();
        Clock.Advance(Options.Retention.DefaultTimeToLive + Options.Retention.TombstoneRetention);
        await SweptAsync();

        (await StoredAsync(statement)).Should().BeNull();
    }

    [Test]
    public async Task What_is_live_stays()
    {
        var statement = await SubmitRunningAsync();

        Clock.Advance(TimeSpan.FromDays(100));
        await SweptAsync();

        (await GetAsync(statement)).Status.Should().Be(StatementStatus.Running);
    }

    [Test]
    public async Task A_sweep_that_fails_is_followed_by_the_next()
    {
        var failed = new TaskCompletionSource();
        Store.Fault = call =>
        {
            if (call.Operation == StoreOperation.Purge)
            {
                failed.TrySetResult();
            }

            return FaultyStore.Outage(call);
        };
        Clock.Advance(Options.Retention.CleanupInterval);
        await failed.Task.WaitAsync(Safety);

        Store.Fault = null;
        Clock.Advance(Options.Retention.CleanupInterval);

        await SweptAsync();
        Store.Calls.Count(call => call.Operation == StoreOperation.Purge).Should().BeGreaterThan(1);
    }

    private Task SweptAsync() => Store.NextAsync(call => call.Operation == StoreOperation.Purge);
}
