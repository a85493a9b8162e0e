using System.Text;

namespace Mockhaus.Statements.Conformance;

public abstract class BatchesConformance<TFactory> : StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    [Test]
    public async Task Batches_come_back_as_written_in_any_order_and_again_and_again()
    {
        var running = await AddRunningAsync();
        var batches = Enumerable.Range(0, 5).Select(number => Samples.Batch(number, $"batch {number}")).ToArray();
        foreach (var batch in batches)
        {
            (await Store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();
        }

        await MoveAsync(Samples.Succeeded(running, Now, [.. batches.Select(batch => batch.Info)]));

        foreach (var number in new[] { 4, 0, 2, 2, 0 })
        {
            var read = await Store.ReadBatchAsync(running.Handle, number, default);
            read!.Info.Should().Be(batches[number].Info);
            read.Payload.ToArray().Should().Equal(batches[number].Payload.ToArray());
        }
    }

    [Test]
    public async Task The_bytes_are_the_callers_again_after_the_write()
    {
        var running = await AddRunningAsync();
        var bytes = Encoding.UTF8.GetBytes("""{"data":[["1"]]}""");
        var batch = Samples.Batch(0, """{"data":[["1"]]}""") with { Payload = bytes };
        await Store.WriteBatchAsync(running.Handle, batch, default);

        bytes.AsSpan().Fill((byte)'x');

        (await ReadAsync(running)).Should().Be("""{"data":[["1"]]}""");
    }

    [Test]
    public async Task A_payload_that_is_a_part_of_a_larger_array_is_stored_as_that_part()
    {
        var running = await AddRunningAsync();
        var bytes = Encoding.UTF8.GetBytes("--payload--").AsMemory(2, 7);

        await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "payload") with { Payload = bytes }, default);

        (await ReadAsync(running)).Should().Be("payload");
    }

    [Test]
    public async Task The_same_number_again_replaces_the_batch()
    {
        var running = await AddRunningAsync();
        await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "first"), default);

        (await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "the second", 7), default)).Should().BeTrue();

        (await ReadAsync(running)).Should().Be("the second");
        (await Store.ReadBatchAsync(running.Handle, 0, default))!.Info.RowCount.Should().Be(7);
    }

    [Test]
    public async Task A_number_that_was_not_written_is_null()
    {
        var statement = await AddSucceededAsync();

        (await ReadAsync(statement, 1)).Should().BeNull();
        (await ReadAsync(statement, -1)).Should().BeNull();
        (await ReadAsync(New())).Should().BeNull();
    }

    [Test]
    public async Task Batches_of_one_statement_are_not_anothers()
    {
        var first = await AddSucceededAsync();
        var second = await AddRunningAsync();

        (await ReadAsync(first)).Should().NotBeNull();
        (await ReadAsync(second)).Should().BeNull();
    }

    [Test]
    public async Task Only_a_running_statement_takes_batches()
    {
        var batch = Samples.Batch(0, "late");
        var submitted = await AddNewAsync();
        var failed = await MoveAsync(Samples.Failed(await AddRunningAsync(), Now));
        var succeeded = await AddSucceededAsync();
        var before = await ReadAsync(succeeded);

        (await Store.WriteBatchAsync(submitted.Handle, batch, default)).Should().BeFalse();
        (await Store.WriteBatchAsync(failed.Handle, batch, default)).Should().BeFalse();
        (await Store.WriteBatchAsync(succeeded.Handle, batch, default)).Should().BeFalse();
        (await Store.WriteBatchAsync(StatementHandle.New(Clock), batch, default)).Should().BeFalse();

        (await ReadAsync(submitted)).Should().BeNull();
        (await ReadAsync(failed)).Should().BeNull();
        (await ReadAsync(succeeded)).Should().Be(before);
    }

    [Test]
    public async Task A_terminal_state_without_a_result_drops_the_batches()
    {
        foreach (var end in new Func<Statement, Statement>[] { s => Samples.Failed(s, Now), s => Samples.Cancelled(s, Now) })
        {
            var running = await AddRunningAsync();
            await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "rows"), default);

            await MoveAsync(end(running));

            (await ReadAsync(running)).Should().BeNull();
        }
    }

    [Test]
    public async Task A_released_result_drops_the_batches()
    {
        var succeeded = await AddSucceededAsync();

        await MoveAsync(succeeded with { Sql = "", Result = null, ExpiresAt = Now, Version = succeeded.Version + 1 });

        (await ReadAsync(succeeded)).Should().BeNull();
    }

    [Test]
    public async Task A_refused_replace_drops_no_batches()
    {
        var running = await AddRunningAsync();
        await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "rows"), default);

        await Store.ReplaceAsync(Samples.Failed(running, Now), running.Version - 1, default);

        (await ReadAsync(running)).Should().Be("rows");
    }

    [Test]
    public async Task An_empty_and_a_large_payload_come_back()
    {
        var running = await AddRunningAsync();
        var large = new string('a', 3 * 1024 * 1024) + "z";
        await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "", 0), default);
        await Store.WriteBatchAsync(running.Handle, Samples.Batch(1, large), default);

        (await ReadAsync(running)).Should().BeEmpty();
        ((await ReadAsync(running, 1)) == large).Should().BeTrue();
    }

    [Test]
    public async Task A_cancelled_token_throws_and_writes_nothing()
    {
        var running = await AddRunningAsync();

        var write = async () => await Store.WriteBatchAsync(running.Handle, Samples.Batch(0, "rows"), Cancelled);
        var read = async () => await Store.ReadBatchAsync(running.Handle, 0, Cancelled);

        await write.Should().ThrowAsync<OperationCanceledException>();
        await read.Should().ThrowAsync<OperationCanceledException>();
        (await ReadAsync(running)).Should().BeNull();
    }
}
