using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;
using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements.Tests.Transfer;

/// <summary>What is not copied, and is said to be so while the others go on.</summary>
public sealed class RefusalTests : TransferFixture
{
    [Test]
    public async Task What_is_live_is_left_out_and_copied_once_it_has_ended()
    {
        var submitted = await Source.AddAsync();
        var running = await Source.StartAsync();
        var done = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 2));

        var first = await Transfer.MoveAsync();
        await Source.MoveAsync(Samples.Failed(running, Clock.GetUtcNow()));
        var second = await Transfer.MoveAsync();

        first.Should().BeEquivalentTo(new { Copied = 1, Live = 2, Removed = 1, IsComplete = false });
        second.Should().BeEquivalentTo(new { Copied = 1, Live = 1, Removed = 1, IsComplete = false });
        (await SourceAsync(submitted)).Should().BeEquivalentTo(submitted);
        (await TargetAsync(submitted)).Should().BeNull();
        (await TargetAsync(done)).Should().BeEquivalentTo(done);
        (await TargetAsync(running))!.Status.Should().Be(StatementStatus.Failed);
    }

    [Test]
    public async Task A_damaged_batch_is_named_and_the_others_go_on()
    {
        var good = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Packed(0, 5));
        var spoiled = StoredKinds.Packed(1, 5);
        spoiled = spoiled with { Info = spoiled.Info with { Checksum = spoiled.Info.Checksum + 1 } };
        var damaged = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5), spoiled);
        var next = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Packed(0, 5));

        var result = await Transfer.MoveAsync();

        result.Should().BeEquivalentTo(new { Copied = 2, Removed = 2, IsComplete = false });
        var failure = result.Failures.Should().ContainSingle().Which;
        (failure.Handle, failure.Batch).Should().Be((damaged.Handle, 1));
        failure.Message.Should().Contain($"{damaged.Handle}").And.Contain("Batch 1");
        (await SourceAsync(damaged)).Should().BeEquivalentTo(damaged);
        (await TargetAsync(damaged))!.IsFinished.Should().BeFalse("half a result is no result");
        (await TargetAsync(good)).Should().BeEquivalentTo(good);
        (await TargetAsync(next)).Should().BeEquivalentTo(next);
    }

    [Test]
    public async Task A_missing_batch_is_named()
    {
        var running = await Source.StartAsync();
        await From.WriteBatchAsync(running.Handle, StoredKinds.Plain(0, 1), default);
        var statement = await Source.MoveAsync(
            Samples.Succeeded(running, Clock.GetUtcNow(), StoredKinds.Plain(0, 1).Info, StoredKinds.Plain(1, 1).Info));

        var result = await Transfer.CopyAsync();

        result.Failures.Should().ContainSingle().Which.Should().BeEquivalentTo(new { statement.Handle, Batch = 1 });
    }

    [Test]
    public async Task A_target_that_gives_back_other_bytes_gets_no_finished_statement()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5));

        var result = await new StatementTransfer(From, new SpoilingStore(To), Clock).MoveAsync();

        result.Failures.Should().ContainSingle().Which.Should().BeEquivalentTo(new { statement.Handle, Batch = 0 });
        result.Removed.Should().Be(0);
        (await TargetAsync(statement))!.IsFinished.Should().BeFalse();
    }

    [Test]
    public async Task A_copy_whose_rows_were_spoiled_at_the_target_does_not_count_as_one()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), Samples.Batch(0, """{"data":[["1"]]}"""));
        (await Transfer.CopyAsync()).IsComplete.Should().BeTrue();

        var result = await new StatementTransfer(From, new SpoilingStore(To), Clock).MoveAsync();

        result.Failures.Should().ContainSingle().Which.Should().BeEquivalentTo(new { statement.Handle, Batch = 0 });
        (await SourceAsync(statement)).Should().NotBeNull();
    }

    [Test]
    public async Task Another_statement_of_the_same_handle_is_a_conflict_and_neither_is_changed()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5));
        var twins = new List<Statement>
        {
            statement with { SessionId = "another" },
            statement with { Sql = "another" },
            statement with { CreatedAt = statement.CreatedAt.AddTicks(10) },
            statement with { CompletedAt = statement.CompletedAt!.Value.AddTicks(10) },
            statement with { RequestId = "another" },
            statement with { Status = StatementStatus.Failed },
            statement with { Error = new("1", "2", "another") },
            statement with { Version = 4 },
            statement with { Status = StatementStatus.Running, CompletedAt = null, ExpiresAt = null, Result = null },
            statement with { Status = StatementStatus.Submitted, Owner = null, CompletedAt = null, ExpiresAt = null, Result = null },
        };
        foreach (var twin in twins)
        {
            await To.RemoveAsync(statement.Handle, default);
            await To.AddAsync(twin with { Status = StatementStatus.Running, Version = 1 }, 1, default);
            await To.WriteBatchAsync(statement.Handle, StoredKinds.Plain(0, 5), default);
            (await To.ReplaceAsync(twin, 1, default)).Written.Should().BeTrue();

            var result = await Transfer.MoveAsync();

            result.Should().BeEquivalentTo(new { Copied = 0, AlreadyThere = 0, Removed = 0, IsComplete = false }, $"the twin is {twins.IndexOf(twin)}");
            result.Conflicts.Should().Equal(new TransferConflict(statement.Handle, statement.Handle));
            (await TargetAsync(statement)).Should().BeEquivalentTo(twin);
        }
    }

    [Test]
    public async Task A_request_id_that_is_held_at_the_target_is_a_conflict_that_names_the_holder()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(requestId: "r"), StoredKinds.Plain(0, 5));
        var holder = await Target.SucceedAsync(await Target.StartAsync(requestId: "r"), StoredKinds.Plain(0, 1));

        var result = await Transfer.MoveAsync();

        result.Conflicts.Should().ContainSingle().Which.Should().Be(new TransferConflict(statement.Handle, holder.Handle));
        $"{result.Conflicts[0]}".Should().Contain($"{holder.Handle}").And.Contain("request id");
        (await TargetAsync(statement)).Should().BeNull();
        (await SourceAsync(statement)).Should().NotBeNull();
    }

    [Test]
    public async Task A_text_that_the_target_cannot_keep_is_a_failure_of_its_statement_alone()
    {
        await using var file = new DuckDbStatementStore(null, Clock);
        var broken = await Source.SucceedAsync(await Source.StartAsync($"half {(char)0xd800}"), StoredKinds.Plain(0, 5));
        var good = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5));

        var result = await new StatementTransfer(From, file, Clock).CopyAsync();

        result.Failures.Should().ContainSingle().Which.Should().BeEquivalentTo(new { broken.Handle, Batch = (int?)null });
        (await file.FindAsync(good.Handle, default)).Should().BeEquivalentTo(good);
    }

    [Test]
    public async Task Sql_with_half_a_character_is_copied_as_the_target_keeps_it_with_its_rows([Values] bool isResumed)
    {
        using var folder = new TemporaryFolder();
        var options = new DuckDbStoreOptions { Path = folder.File("statements.db") };
        var statement = await Source.SucceedAsync(await Source.StartAsync(sql: $"select '{(char)0xd800}'"), StoredKinds.Plain(0, 5), StoredKinds.Plain(1, 5));
        if (isResumed)
        {
            await using var killed = new DuckDbStatementStore(options, Clock);
            var faulty = new FaultyStore(killed) { Fault = call => call.Operation == StoreOperation.Replace ? FaultyStore.Outage(call) : null };
            await FluentActions.Awaiting(async () => await new StatementTransfer(From, faulty, Clock).CopyAsync()).Should().ThrowAsync<StatementStoreException>();
        }

        await using var file = new DuckDbStatementStore(options, Clock);
        var transfer = new StatementTransfer(From, file, Clock);

        (await transfer.CopyAsync()).Copied.Should().Be(1);

        (await file.ReadBatchAsync(statement.Handle, 1, default))!.IsIntact().Should().BeTrue();
        (await transfer.MoveAsync()).Should().BeEquivalentTo(new { AlreadyThere = 1, Removed = 1, IsComplete = true });
    }

    [Test]
    public async Task A_store_that_does_not_answer_stops_it()
    {
        await Source.AddAllAsync();
        To.Fault = call => call.Operation == StoreOperation.Replace ? FaultyStore.Outage(call) : null;

        await FluentActions.Awaiting(async () => await Transfer.CopyAsync()).Should().ThrowAsync<StatementStoreException>();

        To.Calls.Count(call => call.Operation == StoreOperation.Replace).Should().Be(1);
    }

    [Test]
    public async Task A_token_stops_it_between_two_batches_and_the_next_run_goes_on()
    {
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Packed(0, 5), StoredKinds.Packed(1, 5), StoredKinds.Packed(2, 5));
        using var stop = new CancellationTokenSource();
        To.Fault = call =>
        {
            if (To.Calls.Count(other => other.Operation == StoreOperation.WriteBatch) == 2)
            {
                stop.Cancel();
            }

            return null;
        };

        await FluentActions.Awaiting(async () => await Transfer.CopyAsync(cancellationToken: stop.Token)).Should().ThrowAsync<OperationCanceledException>();

        To.Calls.Count(call => call.Operation == StoreOperation.WriteBatch).Should().BeInRange(1, 2);
        (await TargetAsync(statement))!.IsFinished.Should().BeFalse();
        To.Fault = null;
        (await Transfer.CopyAsync()).Copied.Should().Be(1);
    }

    [Test]
    public async Task Two_stores_over_one_place_are_refused_before_a_move_removes_anything()
    {
        using var hybrid = new HybridStatementStore(From, null, Clock);
        var statement = await Source.SucceedAsync(await Source.StartAsync(), StoredKinds.Plain(0, 5));

        await FluentActions.Awaiting(async () => await new StatementTransfer(From, hybrid, Clock).MoveAsync()).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(async () => await new StatementTransfer(hybrid, From, Clock).MoveAsync()).Should().ThrowAsync<ArgumentException>();
        FluentActions.Invoking(() => new StatementTransfer(From, From)).Should().Throw<ArgumentException>();

        (await StoredKinds.AllOfAsync(From)).Should().ContainSingle().Which.Statement.Should().BeEquivalentTo(statement);
    }

    private sealed class SpoilingStore(IStatementStore inner) : StoreDouble(inner)
    {
        public override async ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken) =>
            await base.ReadBatchAsync(handle, number, cancellationToken) is { } batch ? batch with { Payload = new byte[batch.Payload.Length] } : null;
    }

    [Test]
    public async Task Statements_that_share_a_request_id_all_arrive_and_the_newest_holds_it([Values] bool isMove, [Values] bool isInSteps)
    {
        var older = await Source.SucceedAsync(await Source.StartAsync(requestId: "r"), StoredKinds.Plain(0, 5));
        Clock.Advance(TimeSpan.FromSeconds(1));
        if (isInSteps)
        {
            (await Transfer.CopyAsync()).Copied.Should().Be(1);
        }

        var submitted = Samples.Submitted(Clock, StoredKinds.Session, "r") with { RequestIdUse = RequestIdUse.Newest };
        (await From.AddAsync(submitted, 9, default)).Written.Should().BeTrue();
        var newest = await Source.MoveAsync(Samples.Failed(submitted, Clock.GetUtcNow()));

        var result = isMove ? await Transfer.MoveAsync() : await Transfer.CopyAsync();

        result.Conflicts.Should().BeEmpty();
        (await TargetAsync(older)).Should().BeEquivalentTo(older);
        (await TargetAsync(newest))!.RequestId.Should().Be("r");
        (await To.FindByRequestIdAsync(StoredKinds.Session, "r", default))!.Handle.Should().Be(newest.Handle);
    }
}
