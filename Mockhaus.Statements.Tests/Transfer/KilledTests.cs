using Mockhaus.Statements.Tests.Support;
using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements.Tests.Transfer;

/// <summary>Ended at each call to a store, before or after it has done its work, and run again.</summary>
public sealed class KilledTests : TransferFixture
{
    [Test]
    public async Task A_transfer_that_was_ended_at_any_call_is_completed_by_the_next(
        [Values(PlaceKind.Memory, PlaceKind.DuckDbFile, PlaceKind.Redis)] PlaceKind kind, [Values] bool isReplyLost, [Values] bool isMove)
    {
        await Source.AddAllAsync();

        // Files take their time.
        var filter = new StatementFilter { SessionId = kind == PlaceKind.Memory ? null : StoredKinds.OtherSession };
        var before = await StoredKinds.AllOfAsync(From.Inner, filter.SessionId);
        var calls = 0;
        for (var end = 1; ; end++)
        {
            await using var toPlace = await Place.CreateAsync(kind, Clock);
            await using var fromPlace = await Place.CreateAsync(PlaceKind.Memory, Clock);
            var (from, to) = (fromPlace.Store, toPlace.Store);
            (await new StatementTransfer(From.Inner, from, Clock).CopyAsync(filter)).IsComplete.Should().BeTrue();
            var (faultyFrom, faultyTo) = (new FaultyStore(from), new FaultyStore(to));
            calls = 0;
            if (isReplyLost)
            {
                faultyFrom.LostReply = faultyTo.LostReply = EndAt(end);
            }
            else
            {
                faultyFrom.Fault = faultyTo.Fault = EndAt(end);
            }

            var transfer = new StatementTransfer(faultyFrom, faultyTo, Clock);
            if (await TryAsync(transfer, isMove))
            {
                break;
            }

            foreach (var entry in await StoredKinds.AllOfAsync(to))
            {
                before.Where(other => !entry.Statement.IsFinished || other.Statement.Handle == entry.Statement.Handle)
                    .Should().Contain(other => !entry.Statement.IsFinished || other.Batches.SequenceEqual(entry.Batches), "what is finished is whole");
            }

            (faultyFrom.Fault, faultyTo.Fault, faultyFrom.LostReply, faultyTo.LostReply) = (null, null, null, null);
            var result = isMove ? await transfer.MoveAsync() : await transfer.CopyAsync();

            result.IsComplete.Should().BeTrue();
            (await StoredKinds.AllOfAsync(to)).Where(entry => entry.Statement.SessionId != "mockhaus-statement-transfer")
                .Should().BeEquivalentTo(before, all => all.WithStrictOrdering(), $"it was ended at call {end}");
            (await StoredKinds.AllOfAsync(from)).Should().HaveCount(isMove ? 0 : before.Count);
        }

        calls.Should().BeGreaterThan(25, "the run without an end has made all calls");

        // Nothing is answered any more from that call on.
        Func<StoreCall, Exception?> EndAt(int end) => call => Interlocked.Increment(ref calls) >= end ? FaultyStore.Outage(call) : null;
    }

    private static async Task<bool> TryAsync(StatementTransfer transfer, bool isMove)
    {
        try
        {
            await (isMove ? transfer.MoveAsync() : transfer.CopyAsync());
            return true;
        }
        catch (StatementStoreException)
        {
            return false;
        }
    }
}
