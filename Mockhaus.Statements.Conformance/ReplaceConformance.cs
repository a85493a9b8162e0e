using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Conformance;

public abstract class ReplaceConformance<TFactory> : StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    [Test]
    public async Task Replace_at_the_expected_version_is_written()
    {
        var running = Samples.Started(await AddNewAsync(), Now);

        var write = await Store.ReplaceAsync(running, expectedVersion: 1, default);

        write.Written.Should().BeTrue();
        write.Status.Should().Be(StatementWriteStatus.Written);
        write.Current.Should().BeEquivalentTo(running);
        (await FindAsync(running)).Should().BeEquivalentTo(running);
    }

    [Test]
    public async Task Replace_with_a_stale_version_changes_nothing_and_tells_who_won()
    {
        var submitted = await AddNewAsync();
        var cancelled = await MoveAsync(Samples.Cancelled(submitted, Now));

        var write = await Store.ReplaceAsync(Samples.Started(submitted, Now), submitted.Version, default);

        write.Written.Should().BeFalse();
        write.Status.Should().Be(StatementWriteStatus.VersionMismatch);
        write.Current.Should().BeEquivalentTo(cancelled);
        (await FindAsync(submitted)).Should().BeEquivalentTo(cancelled);
    }

    [Test]
    public async Task Replace_with_a_version_from_the_future_changes_nothing()
    {
        var submitted = await AddNewAsync();

        var write = await Store.ReplaceAsync(Samples.Started(submitted, Now), submitted.Version + 1, default);

        write.Written.Should().BeFalse();
        write.Status.Should().Be(StatementWriteStatus.VersionMismatch);
        (await FindAsync(submitted)).Should().BeEquivalentTo(submitted);
    }

    [Test]
    public async Task Replace_of_nothing_tells_that_there_is_none_and_makes_none()
    {
        var running = Samples.Started(New(), Now);

        var write = await Store.ReplaceAsync(running, expectedVersion: 1, default);

        write.Should().Be(new StatementWrite(StatementWriteStatus.NotFound, null));
        (await FindAsync(running)).Should().BeNull();
    }

    [Test]
    public async Task A_finished_statement_can_be_replaced_by_its_release()
    {
        var succeeded = await AddSucceededAsync();

        var released = await MoveAsync(succeeded with { Sql = "", Result = null, ExpiresAt = Now, Version = succeeded.Version + 1 });

        (await FindAsync(succeeded)).Should().BeEquivalentTo(released);
    }

    [Test]
    public async Task A_cancelled_token_throws_and_moves_nothing()
    {
        var submitted = await AddNewAsync();

        var replace = async () => await Store.ReplaceAsync(Samples.Started(submitted, Now), submitted.Version, Cancelled);

        await replace.Should().ThrowAsync<OperationCanceledException>();
        (await FindAsync(submitted)).Should().BeEquivalentTo(submitted);
    }
}
