using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>A read puts an expiry off also while the far store is down; it is told when it is back.</summary>
public sealed class PendingRefreshTests : HybridFixture
{
    private static readonly TimeSpan Half = TimeSpan.FromMinutes(30);

    [Test]
    public async Task Near_is_refreshed_and_the_far_store_is_told_by_the_next_call_that_it_answers()
    {
        var (statement, later) = await RefreshInOutageAsync();
        (await FindAsync(statement))!.ExpiresAt.Should().Be(later);
        (await FarExpiryAsync(statement)).Should().Be(statement.ExpiresAt);

        RepairFar();
        await FindAsync(Samples.Submitted(Clock, "session", null));

        (await FarExpiryAsync(statement)).Should().Be(later);
        Far.Forget();
        await FindAsync(Samples.Submitted(Clock, "session", null));
        Asked.Should().Equal([StoreOperation.Find], "it is told once");
    }

    [Test]
    public async Task The_far_store_is_told_before_it_purges()
    {
        var (statement, later) = await RefreshInOutageAsync();
        Clock.Advance(Half / 2);
        RepairFar();
        Far.Forget();

        await Store.PurgeExpiredAsync(Now, TimeSpan.Zero, default);

        Asked.Should().Equal(StoreOperation.Refresh, StoreOperation.Find, StoreOperation.Purge);
        (await FarExpiryAsync(statement)).Should().Be(later);
    }

    [Test]
    public async Task A_far_store_that_is_still_down_purges_nothing_and_is_told_later()
    {
        var (statement, later) = await RefreshInOutageAsync();

        await FluentActions.Awaiting(async () => await Store.PurgeExpiredAsync(Now, TimeSpan.Zero, default))
            .Should().ThrowAsync<StatementStoreException>();

        RepairFar();
        await Store.PurgeExpiredAsync(Now, TimeSpan.Zero, default);
        (await FarExpiryAsync(statement)).Should().Be(later);
    }

    [Test]
    public async Task What_has_expired_in_the_far_store_meanwhile_has_expired()
    {
        var (statement, later) = await RefreshInOutageAsync();
        Clock.Advance(statement.ExpiresAt!.Value - Now);
        (await FindAsync(statement))!.ExpiresAt.Should().Be(later, "the far store is still down");

        RepairFar();
        await Store.PurgeExpiredAsync(Now, TimeSpan.FromHours(1), default);

        (await FindAsync(statement))!.Sql.Should().BeEmpty();
        (await ReadAsync(statement)).Should().BeNull();
    }

    [Test]
    public async Task What_was_told_counts_also_when_it_is_near_no_more()
    {
        Create(new() { NearBytes = 3000 });
        var (statement, later) = await RefreshInOutageAsync();
        RepairFar();
        Far.Fault = call => call.Operation == StoreOperation.Refresh ? FaultyStore.Outage(call) : null;
        await AddSucceededAsync("others");
        await AddSucceededAsync("others");

        var found = await FindAsync(statement);

        Asked.First().Should().Be(StoreOperation.Find, "it is near no more");
        found!.ExpiresAt.Should().Be(later);
    }

    [Test]
    public async Task What_is_not_near_cannot_be_slid()
    {
        var statement = await AddFarOnlyAsync();
        BreakFar();

        await FluentActions.Awaiting(async () => await RefreshExpiryAsync(statement)).Should().ThrowAsync<StatementStoreException>();
    }

    [Test]
    public async Task Another_version_cannot_be_slid()
    {
        var statement = await AddSucceededAsync();
        BreakFar();

        await FluentActions.Awaiting(async () => await RefreshExpiryAsync(statement with { Version = 1 })).Should().ThrowAsync<StatementStoreException>();
        (await FindAsync(statement))!.ExpiresAt.Should().Be(statement.ExpiresAt);
    }

    private async Task<(Statement Statement, DateTimeOffset Later)> RefreshInOutageAsync()
    {
        var statement = await AddSucceededAsync();
        Clock.Advance(Half);
        BreakFar();
        await RefreshExpiryAsync(statement);
        return (statement, statement.ExpiresAt!.Value + Half);
    }

    private ValueTask RefreshExpiryAsync(Statement statement) =>
        Store.RefreshExpiryAsync(statement.Handle, statement.Version, statement.ExpiresAt!.Value + Half, default);

    private async Task<DateTimeOffset?> FarExpiryAsync(Statement statement) =>
        (await Far.Inner.FindAsync(statement.Handle, default))!.ExpiresAt;
}
