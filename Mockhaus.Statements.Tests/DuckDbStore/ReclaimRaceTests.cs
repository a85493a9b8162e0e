using Mockhaus.Statements.DuckDb;

namespace Mockhaus.Statements.Tests.DuckDbStore;

public sealed class ReclaimRaceTests : StoreFileFixture
{
    [Test]
    public async Task A_slide_that_is_on_its_way_to_the_disk_is_not_undone_by_who_reclaims_meanwhile()
    {
        var clock = new HeldClock(TimeProvider.System.GetUtcNow());
        await using var store = new DuckDbStatementStore(new() { Path = File }, clock);
        var statement = await AddSucceededAsync(store);
        var later = statement.ExpiresAt!.Value.AddHours(1);

        // The slide is in time and has the writer; nobody sees it yet. Until its first write a reclaim goes on at once.
        clock.Hold();
        var slide = store.SlideAsync(statement.Handle, statement.Version, later, default);
        clock.WaitUntilAsked().Should().BeTrue();
        var reclaim = store.ReclaimAsync(statement.ExpiresAt.Value, TimeSpan.FromDays(1), default);
        clock.LetGo();
        await slide;

        (await reclaim).Should().Be(new ReclaimResult(0, 0));
        (await store.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement with { ExpiresAt = later });
    }
}
