using Mockhaus.Statements.Tests.Support;
using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements.Tests.Transfer;

/// <summary>Several transfers of the same statements at once.</summary>
public sealed class RaceTests : TransferFixture
{
    private const int Transfers = 4;

    [Test]
    public async Task Several_at_once_leave_what_one_would([Values] bool isMove)
    {
        await Source.AddAllAsync();
        var before = await StoredKinds.AllOfAsync(From.Inner);
        for (var round = 0; round < 50; round++)
        {
            await using var from = await Place.CreateAsync(PlaceKind.Memory, Clock);
            await using var to = await Place.CreateAsync(round % 10 == 0 ? PlaceKind.DuckDbFile : PlaceKind.Memory, Clock);
            await new StatementTransfer(From.Inner, from.Store, Clock).CopyAsync();
            var transfer = new StatementTransfer(new YieldingStore(from.Store), new YieldingStore(to.Store), Clock);

            var results = await Task.WhenAll(Enumerable.Range(0, Transfers)
                .Select(_ => Task.Run(async () => await (isMove ? transfer.MoveAsync() : transfer.CopyAsync()))));

            results.Should().OnlyContain(result => result.Conflicts.Count == 0 && result.Failures.Count == 0);
            results.Sum(result => result.Copied).Should().Be(before.Count, "each is completed by one of them");
            results.Should().OnlyContain(result => isMove || result.Copied + result.AlreadyThere == before.Count);
            results.Sum(result => result.Removed).Should().Be(isMove ? before.Count : 0);
            (await StoredKinds.AllOfAsync(to.Store)).Should().BeEquivalentTo(before, all => all.WithStrictOrdering());
            (await StoredKinds.AllOfAsync(from.Store)).Should().HaveCount(isMove ? 0 : before.Count);
        }
    }

    [Test]
    public async Task Two_that_go_opposite_ways_lose_nothing()
    {
        await Source.AddAllAsync();
        var before = await StoredKinds.AllOfAsync(From.Inner);
        for (var round = 0; round < 50; round++)
        {
            await using var one = await Place.CreateAsync(PlaceKind.Memory, Clock);
            await using var other = await Place.CreateAsync(PlaceKind.Memory, Clock);
            await new StatementTransfer(From.Inner, one.Store, Clock).CopyAsync();
            var (here, there) = (new YieldingStore(one.Store), new YieldingStore(other.Store));

            await Task.WhenAll(
                Task.Run(async () => await new StatementTransfer(here, there, Clock).CopyAsync()),
                Task.Run(async () => await new StatementTransfer(there, here, Clock).CopyAsync()));

            (await StoredKinds.AllOfAsync(other.Store)).Should().BeEquivalentTo(before, all => all.WithStrictOrdering());
            (await StoredKinds.AllOfAsync(one.Store)).Should().BeEquivalentTo(before, all => all.WithStrictOrdering());
        }
    }
}
