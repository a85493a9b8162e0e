using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;
using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements.Tests.Transfer;

/// <summary>What half a statement at the target is, to the target's users, until somebody completes it or nobody does.</summary>
public sealed class ResumeTests : TransferFixture
{
    [Test]
    public async Task Batches_that_are_there_are_not_written_again()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5), StoredKinds.Packed(1, 50), StoredKinds.Packed(2, 60));
        await LeaveHalfAsync(statement, StoreOperation.Replace);
        To.Forget();

        var result = await Transfer.CopyAsync();

        result.Should().BeEquivalentTo(new { Copied = 1, Bytes = 0L, IsComplete = true });
        To.Calls.Should().NotContain(call => call.Operation == StoreOperation.WriteBatch);
        (await TargetAsync(statement)).Should().BeEquivalentTo(statement);
    }

    [Test]
    public async Task A_batch_that_was_spoiled_meanwhile_is_written_again()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5), StoredKinds.Packed(1, 50));
        await LeaveHalfAsync(statement, StoreOperation.Replace);
        await To.WriteBatchAsync(statement.Handle, StoredKinds.Packed(1, 50) with { Payload = new byte[9] }, default);

        (await Transfer.CopyAsync()).Copied.Should().Be(1);

        (await StoredKinds.AllOfAsync(To)).Should().BeEquivalentTo(await StoredKinds.AllOfAsync(From));
    }

    [Test]
    public async Task A_manager_on_the_target_does_not_take_half_a_statement_for_lost()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(requestId: "r"), StoredKinds.Plain(0, 5));
        await LeaveHalfAsync(statement);
        await using var manager = new StatementManager(To, new ControlledExecutor(), timeProvider: Clock);

        (await manager.GetAsync(StoredKinds.Session, statement.Handle, default)).Status.Should().Be(StatementStatus.Running);
        (await manager.ListAsync(StoredKinds.Session, null, default).ToListAsync()).Should().ContainSingle().Which.IsFinished.Should().BeFalse();
        await FluentActions.Awaiting(async () => await manager.ReadBatchAsync(StoredKinds.Session, statement.Handle, 0, default))
            .Should().ThrowAsync<StatementResultException>("half a result is none");
        (await Transfer.CopyAsync()).Copied.Should().Be(1);

        (await manager.GetAsync(StoredKinds.Session, statement.Handle, default)).Should().BeEquivalentTo(statement);
    }

    [Test]
    public async Task Half_a_statement_that_nobody_completes_expires_as_its_copy_would_have([Values] bool isInFile)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("statements.db");
        var statement = await Source.SucceedAsync(await Source.StartAsync(requestId: "r"), StoredKinds.Plain(0, 5), StoredKinds.Packed(1, 50));
        var store = isInFile ? new DuckDbStatementStore(new() { Path = path }, Clock) : To.Inner;
        var faulty = new FaultyStore(store) { Fault = call => call.Operation == StoreOperation.Replace ? FaultyStore.Outage(call) : null };
        await FluentActions.Awaiting(async () => await new StatementTransfer(From, faulty, Clock).CopyAsync()).Should().ThrowAsync<StatementStoreException>();
        if (isInFile)
        {
            await ((DuckDbStatementStore)store).DisposeAsync();
            store = new DuckDbStatementStore(new() { Path = path }, Clock);
        }

        await using (var manager = new StatementManager(store, new ControlledExecutor(), timeProvider: Clock))
        {
            (await manager.GetAsync(StoredKinds.Session, statement.Handle, default)).Status.Should().Be(StatementStatus.Running);
            Clock.SetUtcNow(statement.ExpiresAt!.Value);
            (await FluentActions.Awaiting(async () => await manager.GetAsync(StoredKinds.Session, statement.Handle, default))
                .Should().ThrowAsync<StatementExpiredException>()).Which.ExpiredAt.Should().Be(statement.ExpiresAt.Value);
            (await manager.SubmitAsync(StoredKinds.Session, new() { Sql = "SELECT 2", RequestId = "r" }, default)).Handle
                .Should().NotBe(statement.Handle, "what has expired holds no request id");
        }

        await store.PurgeExpiredAsync(Clock.GetUtcNow(), TimeSpan.FromHours(1), default);
        (await store.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(
            new { Status = StatementStatus.Running, statement.Sql, Version = statement.Version - 1 }, "its tombstone would be there still");
        await store.PurgeExpiredAsync(Clock.GetUtcNow() + TimeSpan.FromHours(1), TimeSpan.FromHours(1), default);
        (await store.FindAsync(statement.Handle, default)).Should().BeNull();
        (await store.ReadBatchAsync(statement.Handle, 1, default)).Should().BeNull();
        await ((store as IAsyncDisposable)?.DisposeAsync() ?? default);
    }

    [Test]
    public async Task Half_a_statement_can_be_cancelled_at_the_target_and_then_is_in_conflict()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5));
        await LeaveHalfAsync(statement);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await using (var manager = new StatementManager(To, new ControlledExecutor(), timeProvider: Clock))
        {
            (await manager.CancelAsync(StoredKinds.Session, statement.Handle, default)).Status.Should().Be(CancelStatus.Cancelled);
        }

        var result = await Transfer.MoveAsync();

        result.Conflicts.Should().Equal(new TransferConflict(statement.Handle, statement.Handle));
        result.Removed.Should().Be(0);
        (await TargetAsync(statement))!.Status.Should().Be(StatementStatus.Cancelled);
        (await SourceAsync(statement)).Should().BeEquivalentTo(statement);
    }

    [Test]
    public async Task The_copy_is_served_as_the_original_would_be()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(requestId: "r"), StoredKinds.Packed(0, 3));
        (await Transfer.CopyAsync()).Copied.Should().Be(1);
        await using var manager = new StatementManager(To, new ControlledExecutor(), timeProvider: Clock);
        var session = manager.OpenSession(StoredKinds.Session);

        Clock.Advance(TimeSpan.FromMinutes(30));
        (await session.ReadBatchAsync(statement.Handle, 0, default))!.Payload.ToArray().Should().Equal(StoredKinds.Packed(0, 3).Payload.ToArray());
        var again = await session.SubmitAsync(
            new() { Sql = statement.Sql, RequestId = "r", Bindings = statement.Bindings, Context = statement.Context, QueryTag = statement.QueryTag }, default);
        again.Handle.Should().Be(statement.Handle);
        Clock.Advance(TimeSpan.FromMinutes(59));
        (await session.GetAsync(statement.Handle, default)).Status.Should().Be(StatementStatus.Succeeded, "the read has put its expiry off");
        Clock.Advance(TimeSpan.FromMinutes(60));

        await FluentActions.Awaiting(async () => await session.GetAsync(statement.Handle, default)).Should().ThrowAsync<StatementExpiredException>();
    }
}
