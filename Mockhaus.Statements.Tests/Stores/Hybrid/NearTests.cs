using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>What is near, and what is asked of the far store.</summary>
public sealed class NearTests : HybridFixture
{
    [Test]
    public async Task What_was_written_through_the_store_is_answered_near()
    {
        var statement = await AddSucceededAsync("one", "two");

        (await FindAsync(statement)).Should().BeSameAs(statement);
        (await ReadAsync(statement)).Should().Be("one");
        (await ReadAsync(statement, 1)).Should().Be("two");
        Far.Calls.Should().BeEmpty();
    }

    [Test]
    public async Task What_is_only_far_is_asked_for_once()
    {
        var statement = await AddFarOnlyAsync("one", "two");

        for (var i = 0; i < 3; i++)
        {
            (await FindAsync(statement)).Should().Be(statement);
            (await ReadAsync(statement, 1)).Should().Be("two");
        }

        Asked.Should().Equal(StoreOperation.Find, StoreOperation.ReadBatch);
    }

    [Test]
    public async Task A_live_statement_is_asked_for_each_time_and_its_batches_too()
    {
        var running = await AddRunningAsync();
        await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "rows"), default);
        Far.Forget();

        for (var i = 0; i < 2; i++)
        {
            (await FindAsync(running)).Should().Be(running);
            (await ReadAsync(running)).Should().Be("rows");
        }

        Asked.Should().Equal(StoreOperation.Find, StoreOperation.ReadBatch, StoreOperation.Find, StoreOperation.ReadBatch);
    }

    [Test]
    public async Task What_another_server_has_moved_is_seen_at_once()
    {
        var running = await AddRunningAsync();
        await FindAsync(running);

        var failed = Samples.Failed(running, Now);
        await Far.Inner.ReplaceAsync(failed, running.Version, default);

        (await FindAsync(running)).Should().Be(failed);
    }

    [Test]
    public async Task A_batch_that_was_written_again_is_the_new_one()
    {
        var running = await AddRunningAsync();
        await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "first"), default);
        var second = Samples.Batch(0, "second");
        await Store.WriteBatchAsync(running.Handle, second, default);
        var succeeded = Samples.Succeeded(running, Now, second.Info);
        await Store.ReplaceAsync(succeeded, running.Version, default);
        Far.Forget();

        (await ReadAsync(succeeded)).Should().Be("second");
        Far.Calls.Should().BeEmpty();
    }

    [Test]
    public async Task A_batch_near_does_not_change_with_the_writers_bytes()
    {
        var running = await AddRunningAsync();
        var bytes = "rows"u8.ToArray();
        var batch = Samples.Batch(0, "rows") with { Payload = bytes };
        await Store.WriteBatchAsync(running.Handle, batch, default);
        bytes.AsSpan().Fill((byte)'x');
        var succeeded = Samples.Succeeded(running, Now, batch.Info);
        await Store.ReplaceAsync(succeeded, running.Version, default);
        Far.Forget();

        (await ReadAsync(succeeded)).Should().Be("rows");
        Far.Calls.Should().BeEmpty();
    }

    [TestCase(-1)]
    [TestCase(int.MaxValue)]
    public async Task A_batch_with_a_strange_number_is_kept_far_only(int number)
    {
        var running = await AddRunningAsync();
        var before = Store.NearBytes;

        (await Store.WriteBatchAsync(running.Handle, Samples.Batch(number, "rows"), default)).Should().BeTrue();

        Store.NearBytes.Should().Be(before);
        (await ReadAsync(running, number)).Should().Be("rows");
    }

    [Test]
    public async Task A_refresh_goes_to_both()
    {
        var statement = await AddSucceededAsync();
        var later = statement.ExpiresAt!.Value.AddMinutes(30);

        await Store.RefreshExpiryAsync(statement.Handle, statement.Version, later, default);

        Asked.Should().Equal(StoreOperation.Refresh);
        (await FindAsync(statement))!.ExpiresAt.Should().Be(later);
        (await Far.Inner.FindAsync(statement.Handle, default))!.ExpiresAt.Should().Be(later);
        Asked.Should().Equal(StoreOperation.Refresh);
    }

    [Test]
    public async Task What_has_expired_by_the_clock_is_the_far_stores_to_answer()
    {
        var statement = await AddSucceededAsync();
        Clock.Advance(statement.TimeToLive - TimeSpan.FromTicks(1));
        await FindAsync(statement);
        await ReadAsync(statement);
        Far.Calls.Should().BeEmpty();

        Clock.Advance(TimeSpan.FromTicks(1));

        (await FindAsync(statement)).Should().Be(statement);
        (await ReadAsync(statement)).Should().Be("rows");
        Asked.Should().Equal(StoreOperation.Find, StoreOperation.ReadBatch);
        Store.NearBytes.Should().Be(0, "what has expired is not put near again");
    }

    [Test]
    public async Task A_tombstone_is_never_near_and_neither_are_its_rows()
    {
        var statement = await AddSucceededAsync();
        Clock.Advance(statement.TimeToLive);
        await Store.PurgeExpiredAsync(Now, TimeSpan.FromHours(1), default);

        Store.NearBytes.Should().Be(0);
        (await FindAsync(statement))!.Sql.Should().BeEmpty();
        (await ReadAsync(statement)).Should().BeNull();
        Store.NearBytes.Should().Be(0);
    }

    [Test]
    public async Task What_is_not_read_for_long_is_near_no_more()
    {
        Create(new() { NearIdleTime = TimeSpan.FromMinutes(10) });
        var statement = await AddSucceededAsync();
        for (var i = 0; i < 4; i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(9));
            await FindAsync(statement);
        }

        Far.Calls.Should().BeEmpty();
        Clock.Advance(TimeSpan.FromMinutes(10));

        await FindAsync(statement);
        Asked.Should().Equal(StoreOperation.Find);
    }

    [Test]
    public async Task Rows_that_were_given_up_are_near_no_more()
    {
        var statement = await AddSucceededAsync();
        var given = EvictRows(statement, Now);

        (await Store.ReplaceAsync(given, statement.Version, default)).Written.Should().BeTrue();

        (await FindAsync(statement)).Should().BeSameAs(given);
        (await ReadAsync(statement)).Should().BeNull();
    }

    [Test]
    public async Task Lists_and_request_ids_are_asked_of_the_far_store()
    {
        var statement = await AddSucceededAsync();
        Far.Forget();

        (await Store.ListAsync(new(), default).ToListAsync()).Should().Equal(statement);
        (await Store.FindByRequestIdAsync("session", "none", default)).Should().BeNull();

        Asked.Should().Equal(StoreOperation.List, StoreOperation.FindByRequestId);
    }

    [Test]
    public async Task After_the_dispose_the_far_store_goes_on()
    {
        var statement = await AddSucceededAsync();

        Store.Dispose();
        Store.Dispose();

        (await Far.FindAsync(statement.Handle, default)).Should().Be(statement);
    }
}
