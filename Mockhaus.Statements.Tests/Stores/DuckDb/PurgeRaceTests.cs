using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

public sealed class PurgeRaceTests : StoreFileFixture
{
    [Test]
    public async Task A_refresh_that_is_on_its_way_to_the_disk_is_not_undone_by_who_purges_meanwhile()
    {
        var clock = new HeldClock(TimeProvider.System.GetUtcNow());
        await using var store = new DuckDbStatementStore(new() { Path = File }, clock);
        var statement = await AddSucceededAsync(store);
        var later = statement.ExpiresAt!.Value.AddHours(1);

        // The refresh is in time and has the writer; nobody sees it yet. Until its first write a purge goes on at once.
        clock.Hold();
        var refresh = store.RefreshExpiryAsync(statement.Handle, statement.Version, later, default);
        clock.WaitUntilAsked().Should().BeTrue();
        var purge = store.PurgeExpiredAsync(statement.ExpiresAt.Value, TimeSpan.FromDays(1), default);
        clock.LetGo();
        await refresh;

        (await purge).Should().Be(new PurgeResult(0, 0));
        (await store.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement with { ExpiresAt = later });
    }

    [Test]
    public async Task A_refresh_on_its_way_to_the_disk_counts_for_the_limit_of_who_is_added_in_the_same_step()
    {
        var clock = new HeldClock(TimeProvider.System.GetUtcNow());
        await using var store = new DuckDbStatementStore(new() { Path = File }, clock);
        var (first, second) = (await AddSucceededAsync(store), await AddSucceededAsync(store));
        var later = second.ExpiresAt!.Value.AddHours(1);
        var added = Samples.Submitted(TimeProvider.System, Session, null) with { CreatedAt = second.ExpiresAt.Value };

        // The first refresh keeps the writer, the other and the new statement wait for it and are one group.
        clock.Hold();
        var firstRefresh = store.RefreshExpiryAsync(first.Handle, first.Version, later, default);
        clock.WaitUntilAsked().Should().BeTrue();
        var refresh = store.RefreshExpiryAsync(second.Handle, second.Version, later, default);
        var add = store.AddAsync(added, 2, default);
        clock.LetGo();
        await firstRefresh;
        await refresh;

        (await add).Should().Be(new StatementWrite(StatementWriteStatus.SessionFull, null), "both had been put off before");
    }
}
