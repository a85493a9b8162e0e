using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>Where others change the far store too, what is near is confirmed now and then.</summary>
public sealed class ConfirmTests : HybridFixture
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(10);

    [SetUp]
    public void ConfirmOften() => Create(new() { ConfirmAfter = Often });

    [Test]
    public async Task Within_the_time_near_answers_and_after_it_the_far_store_is_asked()
    {
        var statement = await AddSucceededAsync();
        Clock.Advance(Often);
        await FindAsync(statement);
        await ReadAsync(statement);
        Far.Calls.Should().BeEmpty();

        Clock.Advance(TimeSpan.FromTicks(1));
        (await FindAsync(statement)).Should().Be(statement);
        (await FindAsync(statement)).Should().Be(statement);
        (await ReadAsync(statement)).Should().Be("rows");

        Asked.Should().Equal(StoreOperation.Find);
    }

    [Test]
    public async Task A_release_or_removal_by_another_server_is_seen_then()
    {
        var released = await AddSucceededAsync();
        var removed = await AddSucceededAsync();
        await Far.Inner.ReplaceAsync(Release(released, Now), released.Version, default);
        await Far.Inner.RemoveAsync(removed.Handle, default);

        Clock.Advance(Often + TimeSpan.FromTicks(1));

        (await FindAsync(released))!.Sql.Should().BeEmpty();
        (await ReadAsync(released)).Should().BeNull();
        (await FindAsync(removed)).Should().BeNull();
        (await ReadAsync(removed)).Should().BeNull();
        Store.NearBytes.Should().Be(0);
    }

    [Test]
    public async Task While_the_far_store_is_down_near_answers_all_the_same()
    {
        var statement = await AddSucceededAsync();
        Clock.Advance(2 * Often);
        BreakFar();

        (await FindAsync(statement)).Should().BeSameAs(statement);
        (await ReadAsync(statement)).Should().Be("rows");
        Asked.Should().Equal(StoreOperation.Find, StoreOperation.ReadBatch);
    }
}
