using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Conformance;

public abstract class RefreshExpiryConformance<TFactory> : StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    [Test]
    public async Task A_refresh_moves_the_expiry_and_leaves_all_else_alone()
    {
        var statement = await AddSucceededAsync();
        var later = statement.ExpiresAt!.Value.AddMinutes(30);

        await Store.RefreshExpiryAsync(statement.Handle, statement.Version, later, default);

        (await FindAsync(statement)).Should().BeEquivalentTo(statement with { ExpiresAt = later });
        (await ReadAsync(statement)).Should().NotBeNull();
    }

    [Test]
    public async Task A_refresh_does_not_stand_in_the_way_of_a_replace()
    {
        var statement = await AddSucceededAsync();
        await Store.RefreshExpiryAsync(statement.Handle, statement.Version, statement.ExpiresAt!.Value.AddMinutes(30), default);

        var released = statement with { ExpiresAt = Now, Version = statement.Version + 1 };

        (await Store.ReplaceAsync(released, statement.Version, default)).Written.Should().BeTrue();
    }

    [Test]
    public async Task A_refresh_that_comes_too_late_does_not_bring_a_tombstone_back()
    {
        var statement = await AddSucceededAsync();
        Clock.Advance(statement.TimeToLive);
        await Store.PurgeExpiredAsync(Now, TimeSpan.FromHours(1), default);

        await Store.RefreshExpiryAsync(statement.Handle, statement.Version, Now.AddHours(1), default);

        (await FindAsync(statement))!.ExpiresAt.Should().Be(statement.ExpiresAt);
    }

    [Test]
    public async Task A_refresh_at_another_version_does_nothing()
    {
        var statement = await AddSucceededAsync();
        var later = statement.ExpiresAt!.Value.AddMinutes(30);

        await Store.RefreshExpiryAsync(statement.Handle, statement.Version - 1, later, default);
        await Store.RefreshExpiryAsync(statement.Handle, statement.Version + 1, later, default);

        (await FindAsync(statement))!.ExpiresAt.Should().Be(statement.ExpiresAt);
    }

    [Test]
    public async Task A_refresh_to_an_earlier_time_does_nothing()
    {
        var statement = await AddSucceededAsync();

        await Store.RefreshExpiryAsync(statement.Handle, statement.Version, statement.ExpiresAt!.Value.AddSeconds(-1), default);

        (await FindAsync(statement))!.ExpiresAt.Should().Be(statement.ExpiresAt);
    }

    [Test]
    public async Task A_refresh_of_a_live_statement_does_nothing()
    {
        var statement = await AddRunningAsync();

        await Store.RefreshExpiryAsync(statement.Handle, statement.Version, Now.AddHours(1), default);

        (await FindAsync(statement))!.ExpiresAt.Should().BeNull();
    }

    [Test]
    public async Task A_refresh_of_nothing_makes_nothing()
    {
        var handle = StatementHandle.New(Clock);

        await Store.RefreshExpiryAsync(handle, 1, Now.AddHours(1), default);

        (await Store.FindAsync(handle, default)).Should().BeNull();
    }

    [Test]
    public async Task A_refreshed_statement_is_not_purged_at_its_old_expiry()
    {
        var statement = await AddSucceededAsync();
        await Store.RefreshExpiryAsync(statement.Handle, statement.Version, statement.ExpiresAt!.Value.AddMinutes(30), default);
        Clock.Advance(statement.TimeToLive);

        (await Store.PurgeExpiredAsync(Now, TimeSpan.Zero, default)).Should().Be(new PurgeResult(0, 0));

        (await ReadAsync(statement)).Should().NotBeNull();
    }

    [Test]
    public async Task A_cancelled_token_throws_and_refreshes_nothing()
    {
        var statement = await AddSucceededAsync();

        var refresh = async () => await Store.RefreshExpiryAsync(
            statement.Handle, statement.Version, statement.ExpiresAt!.Value.AddMinutes(30), Cancelled);

        await refresh.Should().ThrowAsync<OperationCanceledException>();
        (await FindAsync(statement))!.ExpiresAt.Should().Be(statement.ExpiresAt);
    }
}
