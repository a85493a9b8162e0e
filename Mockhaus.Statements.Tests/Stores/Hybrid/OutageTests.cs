using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>The far store is down, and comes back.</summary>
public sealed class OutageTests : HybridFixture
{
    [Test]
    public async Task What_is_near_is_read_on()
    {
        var statement = await AddSucceededAsync();
        BreakFar();

        (await FindAsync(statement)).Should().Be(statement);
        (await ReadAsync(statement)).Should().Be("rows");
    }

    [Test]
    public async Task What_is_not_near_is_an_error_and_never_nothing()
    {
        var statement = await AddFarOnlyAsync();
        BreakFar();

        await FluentActions.Awaiting(() => FindAsync(statement)).Should().ThrowAsync<StatementStoreException>();
        await FluentActions.Awaiting(() => ReadAsync(statement)).Should().ThrowAsync<StatementStoreException>();
    }

    [Test]
    public async Task Changes_fail_with_the_far_stores_own_error()
    {
        var statement = await AddSucceededAsync();
        var running = await AddRunningAsync();
        BreakFar();

        foreach (var (operation, call) in new (string, Func<Task>)[]
        {
            ("Add", async () => await Store.AddAsync(Samples.Submitted(Clock, "session", null), 1, default)),
            ("Replace", async () => await Store.ReplaceAsync(Release(statement, Now), statement.Version, default)),
            ("WriteBatch", async () => await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "rows"), default)),
            ("Remove", async () => await Store.RemoveAsync(statement.Handle, default)),
            ("Purge", async () => await Store.PurgeExpiredAsync(Now, TimeSpan.Zero, default)),
            ("List", async () => await Store.ListAsync(new(), default).ToListAsync()),
            ("FindByRequestId", async () => await Store.FindByRequestIdAsync("session", "r", default)),
        })
        {
            (await call.Should().ThrowAsync<StatementStoreException>()).Which.Operation.Should().Be(operation);
        }
    }

    [Test]
    public async Task Nothing_has_to_be_restarted_when_it_is_back()
    {
        var statement = await AddSucceededAsync();
        var far = await AddRunningAsync();
        BreakFar();
        await FluentActions.Awaiting(() => FindAsync(far)).Should().ThrowAsync<StatementStoreException>();

        RepairFar();

        (await FindAsync(far)).Should().Be(far);
        (await Store.RemoveAsync(statement.Handle, default)).Should().BeTrue();
        (await FindAsync(statement)).Should().BeNull();
    }

    [TestCase("replace")]
    [TestCase("remove")]
    public async Task A_change_whose_reply_was_lost_leaves_nothing_near(string change)
    {
        var statement = await AddSucceededAsync();
        Far.LostReply = FaultyStore.Outage;
        Func<Task> call = change == "replace"
            ? async () => await Store.ReplaceAsync(Release(statement, Now), statement.Version, default)
            : async () => await Store.RemoveAsync(statement.Handle, default);

        await call.Should().ThrowAsync<StatementStoreException>();
        Far.LostReply = null;

        Store.NearBytes.Should().Be(0);
        (await FindAsync(statement))?.Sql.Should().BeEmpty();
        (await ReadAsync(statement)).Should().BeNull();
    }

    [Test]
    public async Task A_batch_whose_reply_was_lost_is_the_far_stores_to_answer()
    {
        var running = await AddRunningAsync();
        var batch = Samples.Batch(0, "first");
        await Store.WriteBatchAsync(running.Handle, batch, default);
        Far.LostReply = FaultyStore.Outage;
        await FluentActions.Awaiting(async () => await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "again"), default))
            .Should().ThrowAsync<StatementStoreException>();
        Far.LostReply = null;

        var succeeded = Samples.Succeeded(running, Now, batch.Info);
        await Store.ReplaceAsync(succeeded, running.Version, default);

        (await ReadAsync(succeeded)).Should().Be("again");
    }
}
