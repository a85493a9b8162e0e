using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Conformance;

public abstract class PurgeConformance<TFactory> : StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    private static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    [Test]
    public async Task What_has_not_expired_stays_as_it_is()
    {
        var statement = await AddSucceededAsync();
        Clock.Advance(statement.TimeToLive - TimeSpan.FromMilliseconds(1));

        (await Store.PurgeExpiredAsync(Now, Retention, default)).Should().Be(new PurgeResult(0, 0));

        (await FindAsync(statement)).Should().BeEquivalentTo(statement);
        (await ReadAsync(statement)).Should().NotBeNull();
    }

    [Test]
    public async Task What_has_expired_becomes_a_tombstone_without_texts_and_rows()
    {
        var statement = await AddSucceededAsync(requestId: "r");
        Clock.Advance(statement.TimeToLive);

        (await Store.PurgeExpiredAsync(Now, Retention, default)).Should().Be(new PurgeResult(1, 0));

        var tombstone = (await FindAsync(statement))!;
        tombstone.Sql.Should().BeEmpty();
        tombstone.Bindings.Should().BeEmpty();
        tombstone.Result.Should().BeNull();
        tombstone.SessionId.Should().Be(Session);
        tombstone.ExpiresAt.Should().Be(statement.ExpiresAt);
        tombstone.Status.Should().Be(StatementStatus.Succeeded);
        (await ReadAsync(statement)).Should().BeNull();
    }

    [Test]
    public async Task A_tombstone_is_made_only_once()
    {
        var statement = await AddSucceededAsync();
        Clock.Advance(statement.TimeToLive);
        await Store.PurgeExpiredAsync(Now, Retention, default);

        (await Store.PurgeExpiredAsync(Now, Retention, default)).Should().Be(new PurgeResult(0, 0));
    }

    [Test]
    public async Task A_tombstone_is_removed_when_its_retention_is_over()
    {
        var statement = await AddSucceededAsync();
        Clock.Advance(statement.TimeToLive);
        await Store.PurgeExpiredAsync(Now, Retention, default);

        Clock.Advance(Retention - TimeSpan.FromMilliseconds(1));
        (await Store.PurgeExpiredAsync(Now, Retention, default)).Should().Be(new PurgeResult(0, 0));
        (await FindAsync(statement)).Should().NotBeNull();

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await Store.PurgeExpiredAsync(Now, Retention, default)).Should().Be(new PurgeResult(0, 1));
        (await FindAsync(statement)).Should().BeNull();
        (await ListAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Without_retention_what_has_expired_is_removed_at_once()
    {
        var statement = await AddSucceededAsync(requestId: "r");
        Clock.Advance(statement.TimeToLive);

        (await Store.PurgeExpiredAsync(Now, TimeSpan.Zero, default)).Removed.Should().Be(1);

        (await FindAsync(statement)).Should().BeNull();
        (await Store.FindByRequestIdAsync(Session, "r", default)).Should().BeNull();
    }

    [Test]
    public async Task A_released_statement_counts_from_its_release()
    {
        var statement = await AddSucceededAsync();
        await MoveAsync(statement with { Sql = "", Result = null, ExpiresAt = Now, Version = statement.Version + 1 });

        Clock.Advance(Retention);

        (await Store.PurgeExpiredAsync(Now, Retention, default)).Removed.Should().Be(1);
        (await FindAsync(statement)).Should().BeNull();
    }

    [Test]
    public async Task What_is_live_is_never_purged()
    {
        var submitted = await AddNewAsync();
        var running = await AddRunningAsync();
        await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "rows"), default);
        Clock.Advance(TimeSpan.FromDays(1000));

        (await Store.PurgeExpiredAsync(Now, TimeSpan.Zero, default)).Should().Be(new PurgeResult(0, 0));

        (await FindAsync(submitted)).Should().BeEquivalentTo(submitted);
        (await FindAsync(running)).Should().BeEquivalentTo(running);
        (await ReadAsync(running)).Should().Be("rows");
    }

    [Test]
    public async Task A_statement_that_ends_late_expires_from_its_end()
    {
        var running = await AddRunningAsync();
        Clock.Advance(TimeSpan.FromDays(1000));
        var failed = await MoveAsync(Samples.Failed(running, Now));

        await Store.PurgeExpiredAsync(Now, Retention, default);

        (await FindAsync(running)).Should().BeEquivalentTo(failed);
    }

    [Test]
    public async Task A_cancelled_token_throws_and_purges_nothing()
    {
        var purge = async () => await Store.PurgeExpiredAsync(Now, Retention, Cancelled);
        await purge.Should().ThrowAsync<OperationCanceledException>("also when there is nothing to do");

        var statement = await AddSucceededAsync();
        Clock.Advance(statement.TimeToLive);
        await purge.Should().ThrowAsync<OperationCanceledException>();
        (await FindAsync(statement)).Should().BeEquivalentTo(statement);
    }
}
