using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Conformance;

public abstract class RemoveConformance<TFactory> : StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    [Test]
    public async Task A_removed_statement_is_gone_with_its_batches_and_leaves_no_tombstone()
    {
        var statement = await AddSucceededAsync();

        (await Store.RemoveAsync(statement.Handle, default)).Should().BeTrue();

        (await FindAsync(statement)).Should().BeNull();
        (await ReadAsync(statement)).Should().BeNull();
        (await ListAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_live_statement_can_be_removed_and_cannot_move_on()
    {
        var running = await AddRunningAsync();

        (await Store.RemoveAsync(running.Handle, default)).Should().BeTrue();

        (await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "late"), default)).Should().BeFalse();
        var write = await Store.ReplaceAsync(Samples.Failed(running, Now), running.Version, default);
        write.Should().Be(new StatementWrite(StatementWriteStatus.NotFound, null));
        (await FindAsync(running)).Should().BeNull();
    }

    [Test]
    public async Task Removing_what_is_not_there_says_so()
    {
        var statement = await AddNewAsync();
        await Store.RemoveAsync(statement.Handle, default);

        (await Store.RemoveAsync(statement.Handle, default)).Should().BeFalse();
        (await Store.RemoveAsync(StatementHandle.New(Clock), default)).Should().BeFalse();
    }

    [Test]
    public async Task Its_request_id_and_its_handle_are_free_again()
    {
        var first = await AddSucceededAsync(requestId: "r");
        await Store.RemoveAsync(first.Handle, default);

        (await Store.FindByRequestIdAsync(Session, "r", default)).Should().BeNull();
        var again = New(requestId: "r") with { Handle = first.Handle };
        (await Store.AddAsync(again, NoLimit, default)).Written.Should().BeTrue();
        (await FindAsync(again)).Should().BeEquivalentTo(again);
        (await ReadAsync(again)).Should().BeNull("the rows were those of the statement before");
    }

    [Test]
    public async Task Others_stay()
    {
        var other = await AddSucceededAsync(requestId: "other");
        var statement = await AddSucceededAsync(requestId: "r");

        await Store.RemoveAsync(statement.Handle, default);

        (await FindAsync(other)).Should().BeEquivalentTo(other);
        (await ReadAsync(other)).Should().NotBeNull();
        (await Store.FindByRequestIdAsync(Session, "other", default)).Should().NotBeNull();
    }

    [Test]
    public async Task A_cancelled_token_throws_and_removes_nothing()
    {
        var statement = await AddSucceededAsync();

        var remove = async () => await Store.RemoveAsync(statement.Handle, Cancelled);

        await remove.Should().ThrowAsync<OperationCanceledException>();
        (await FindAsync(statement)).Should().BeEquivalentTo(statement);
    }
}
