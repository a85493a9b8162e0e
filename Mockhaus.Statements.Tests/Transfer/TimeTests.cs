using Mockhaus.Statements.Tests.Support;
using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements.Tests.Transfer;

/// <summary>Statements that are read, expire, are released or removed while they are transferred, or between two transfers.</summary>
public sealed class TimeTests : TransferFixture
{
    [Test]
    public async Task A_read_while_it_is_copied_puts_the_copys_expiry_off_too()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5));
        var later = statement.ExpiresAt!.Value + TimeSpan.FromMinutes(10);
        At(StoreOperation.Replace, () => From.Inner.RefreshExpiryAsync(statement.Handle, statement.Version, later, default));

        (await Transfer.CopyAsync()).Copied.Should().Be(1);

        (await TargetAsync(statement))!.ExpiresAt.Should().Be(later);
    }

    [Test]
    public async Task The_next_copy_puts_an_expiry_off_and_never_takes_it_back()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5));
        await Transfer.CopyAsync();
        var later = statement.ExpiresAt!.Value + TimeSpan.FromMinutes(10);
        await From.RefreshExpiryAsync(statement.Handle, statement.Version, later, default);

        (await Transfer.CopyAsync()).AlreadyThere.Should().Be(1);
        (await TargetAsync(statement))!.ExpiresAt.Should().Be(later);

        var latest = later + TimeSpan.FromMinutes(10);
        await To.RefreshExpiryAsync(statement.Handle, statement.Version, latest, default);
        (await Transfer.MoveAsync()).Should().BeEquivalentTo(new { AlreadyThere = 1, Removed = 1 });
        (await TargetAsync(statement))!.ExpiresAt.Should().Be(latest);
    }

    [Test]
    public async Task What_is_released_while_it_is_copied_is_released_there_too()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5), StoredKinds.Plain(1, 5));
        At(StoreOperation.WriteBatch, async () => await Source.MoveAsync(statement.ToTombstone() with { ExpiresAt = Clock.GetUtcNow() }));

        var result = await Transfer.CopyAsync();

        result.Should().BeEquivalentTo(new { Copied = 1, IsComplete = true });
        (await StoredKinds.AllOfAsync(To)).Should().BeEquivalentTo(await StoredKinds.AllOfAsync(From));
        (await TargetAsync(statement))!.Sql.Should().BeEmpty();
    }

    [Test]
    public async Task Rows_that_are_given_up_while_they_are_copied_are_so_there_too()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5), StoredKinds.Plain(1, 5));
        At(StoreOperation.WriteBatch, async () => await Source.MoveAsync(
            statement with { Result = null, RowsEvictedAt = Clock.GetUtcNow(), Version = statement.Version + 1 }));

        (await Transfer.CopyAsync()).Should().BeEquivalentTo(new { Copied = 1, IsComplete = true });

        (await StoredKinds.AllOfAsync(To)).Should().BeEquivalentTo(await StoredKinds.AllOfAsync(From));
    }

    [Test]
    public async Task What_is_removed_while_it_is_copied_is_gone_and_no_error()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5), StoredKinds.Plain(1, 5));
        At(StoreOperation.WriteBatch, async () => await From.Inner.RemoveAsync(statement.Handle, default));

        (await Transfer.CopyAsync()).Should().BeEquivalentTo(new { Copied = 0, Gone = 1, IsComplete = true });

        (await TargetAsync(statement))!.IsFinished.Should().BeFalse();
    }

    [Test]
    public async Task What_is_removed_at_the_target_while_it_is_copied_is_gone_and_copied_by_the_next_run()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5), StoredKinds.Plain(1, 5));
        At(StoreOperation.WriteBatch, async () => await To.Inner.RemoveAsync(statement.Handle, default));

        (await Transfer.MoveAsync()).Should().BeEquivalentTo(new { Copied = 0, Gone = 1, Removed = 0 });

        To.Fault = null;
        (await Transfer.MoveAsync()).Should().BeEquivalentTo(new { Copied = 1, Removed = 1 });
        (await TargetAsync(statement)).Should().BeEquivalentTo(statement);
    }

    [Test]
    public async Task What_has_expired_is_copied_as_the_tombstone_that_it_becomes_without_its_rows()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5));
        Clock.SetUtcNow(statement.ExpiresAt!.Value);

        (await Transfer.CopyAsync()).Should().BeEquivalentTo(new { Copied = 1, Bytes = 0L, IsComplete = true });

        (await TargetAsync(statement)).Should().BeEquivalentTo(statement.ToTombstone());
        await From.PurgeExpiredAsync(Clock.GetUtcNow(), TimeSpan.FromHours(24), default);
        (await Transfer.MoveAsync()).Should().BeEquivalentTo(new { AlreadyThere = 1, Removed = 1 });
    }

    [Test]
    public async Task A_copy_that_has_gone_on_at_the_target_stays_so_and_the_source_keeps_what_it_has_more()
    {
        var released = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5));
        var evicted = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5));
        await Transfer.CopyAsync();
        await Target.MoveAsync(released.ToTombstone() with { ExpiresAt = Clock.GetUtcNow() });
        await Target.MoveAsync(evicted with { Result = null, RowsEvictedAt = Clock.GetUtcNow(), Version = evicted.Version + 1 });
        var before = await StoredKinds.AllOfAsync(To);

        (await Transfer.MoveAsync()).Should().BeEquivalentTo(new { Copied = 0, AlreadyThere = 2, Removed = 0, IsComplete = true });

        (await StoredKinds.AllOfAsync(To)).Should().BeEquivalentTo(before);
        (await SourceAsync(released)).Should().BeEquivalentTo(released);
    }

    [Test]
    public async Task A_copy_that_its_users_have_kept_alive_outlives_the_original()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5));
        await Transfer.CopyAsync();
        await To.RefreshExpiryAsync(statement.Handle, statement.Version, statement.ExpiresAt!.Value + TimeSpan.FromMinutes(10), default);
        Clock.SetUtcNow(statement.ExpiresAt.Value);

        (await Transfer.MoveAsync()).Should().BeEquivalentTo(new { AlreadyThere = 1, Removed = 1, IsComplete = true });

        (await TargetAsync(statement))!.Result.Should().NotBeNull();
    }

    [Test]
    public async Task One_that_has_expired_at_the_target_alone_is_not_taken_from_the_source()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5));
        await Transfer.CopyAsync();
        await From.RefreshExpiryAsync(statement.Handle, statement.Version, statement.ExpiresAt!.Value + TimeSpan.FromMinutes(10), default);
        Clock.SetUtcNow(statement.ExpiresAt.Value);

        (await Transfer.MoveAsync()).Should().BeEquivalentTo(new { AlreadyThere = 1, Removed = 0 });

        (await TargetAsync(statement))!.ExpiresAt.Should().Be(statement.ExpiresAt, "its users may have been told so");
    }

    [Test]
    public async Task Progress_is_told_for_each_batch_and_each_statement()
    {
        await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5), StoredKinds.Plain(1, 6));
        var told = new List<TransferProgress>();

        var result = await Transfer.CopyAsync(progress: new Told(told));

        var (first, second) = (StoredKinds.Plain(0, 5).Payload.Length, StoredKinds.Plain(1, 6).Payload.Length);
        told.Should().Equal(new(0, 1, 0), new(0, 1, first), new(0, 1, first + second), new(1, 1, first + second));
        result.Bytes.Should().Be(first + second);
    }

    /// <summary>Does something once, when the target is first asked for an operation.</summary>
    private void At(StoreOperation operation, Func<ValueTask> work)
    {
        var isDone = 0;
        To.Fault = call =>
        {
            if (call.Operation == operation && Interlocked.Exchange(ref isDone, 1) == 0)
            {
                // Stores in memory are done when they return.
                work().AsTask().IsCompletedSuccessfully.Should().BeTrue();
            }

            return null;
        };
    }

    private sealed class Told(List<TransferProgress> told) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => told.Add(value);
    }
}
