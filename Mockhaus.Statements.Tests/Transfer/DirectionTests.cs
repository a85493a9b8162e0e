using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stores.PerSession;
using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements.Tests.Transfer;

/// <summary>Every kind of statement, from every kind of store to every other.</summary>
public sealed class DirectionTests
{
    private static readonly PlaceKind[] Kinds = [PlaceKind.Memory, PlaceKind.DuckDbFile, PlaceKind.HybridOverFile, PlaceKind.SessionFile, PlaceKind.Redis];

    private FakeTimeProvider _clock = null!;

    [SetUp]
    public void Create() => _clock = new(Samples.Start);

    [Test]
    public async Task All_that_is_finished_arrives_as_it_was_and_a_second_time_is_there_already(
        [ValueSource(nameof(Kinds))] PlaceKind fromKind, [ValueSource(nameof(Kinds))] PlaceKind toKind)
    {
        await using var from = await Place.CreateAsync(fromKind, _clock);
        await using var to = await Place.CreateAsync(toKind, _clock);
        var count = (await new StoredKinds(from.Store, _clock).AddAllAsync()).Count;
        var before = await StoredKinds.AllOfAsync(from.Store);
        var transfer = new StatementTransfer(from.Store, to.Store, _clock);

        var first = await transfer.CopyAsync();
        var second = await transfer.CopyAsync();

        first.Conflicts.Should().BeEmpty();
        first.Failures.Should().BeEmpty();
        first.Should().BeEquivalentTo(new { Copied = count, AlreadyThere = 0, Live = 0, Gone = 0, Removed = 0, IsComplete = true });
        first.Bytes.Should().BePositive();
        second.Should().BeEquivalentTo(new { Copied = 0, AlreadyThere = count, Removed = 0, Bytes = 0L, IsComplete = true });
        (await StoredKinds.AllOfAsync(to.Store)).Should().BeEquivalentTo(before, all => all.WithStrictOrdering());
        (await StoredKinds.AllOfAsync(from.Store)).Should().BeEquivalentTo(before, "the source stays as it is");
    }

    [Test]
    public async Task A_move_leaves_nothing_behind_and_can_be_taken_back(
        [ValueSource(nameof(Kinds))] PlaceKind fromKind, [ValueSource(nameof(Kinds))] PlaceKind toKind)
    {
        await using var from = await Place.CreateAsync(fromKind, _clock);
        await using var to = await Place.CreateAsync(toKind, _clock);
        var count = (await new StoredKinds(from.Store, _clock).AddAllAsync()).Count;
        var before = await StoredKinds.AllOfAsync(from.Store);

        var there = await new StatementTransfer(from.Store, to.Store, _clock).MoveAsync();
        var left = await StoredKinds.AllOfAsync(from.Store);
        var arrived = await StoredKinds.AllOfAsync(to.Store);
        var back = await new StatementTransfer(to.Store, from.Store, _clock).MoveAsync();

        there.Should().BeEquivalentTo(new { Copied = count, Removed = count, IsComplete = true });
        left.Should().BeEmpty();
        arrived.Should().BeEquivalentTo(before, all => all.WithStrictOrdering());
        back.Should().BeEquivalentTo(new { Copied = count, Removed = count, IsComplete = true });
        (await StoredKinds.AllOfAsync(from.Store)).Should().BeEquivalentTo(before, all => all.WithStrictOrdering());
    }

    [Test]
    public async Task A_filter_chooses_what_is_copied()
    {
        await using var from = await Place.CreateAsync(PlaceKind.Memory, _clock);
        await using var to = await Place.CreateAsync(PlaceKind.DuckDbFile, _clock);
        await new StoredKinds(from.Store, _clock).AddAllAsync();
        var wanted = await StoredKinds.AllOfAsync(from.Store, StoredKinds.OtherSession);

        var result = await new StatementTransfer(from.Store, to.Store, _clock).CopyAsync(new() { SessionId = StoredKinds.OtherSession });

        result.Copied.Should().Be(wanted.Count).And.BePositive();
        (await StoredKinds.AllOfAsync(to.Store)).Should().BeEquivalentTo(wanted);
    }

    [Test]
    public async Task A_persistent_session_goes_to_a_file_and_back_while_it_is_open()
    {
        await using var from = await Place.CreateAsync(PlaceKind.SessionFile, _clock);
        await using var to = await Place.CreateAsync(PlaceKind.DuckDbFile, _clock);
        await new StoredKinds(from.Store, _clock).AddAllAsync();
        var before = await StoredKinds.AllOfAsync(from.Store, StoredKinds.Session);
        var sessions = (PerSessionStatementStore)from.Store;
        var there = new StatementTransfer(from.Store, to.Store, _clock);
        var filter = new StatementFilter { SessionId = StoredKinds.Session };

        await sessions.CloseAsync(StoredKinds.Session, removeFile: false);
        (await there.CopyAsync(filter)).Copied.Should().Be(0, "nobody finds what is in a session that is not open");
        await sessions.OpenAsync(StoredKinds.Session);
        (await there.CopyAsync(filter)).Copied.Should().Be(before.Count);

        await sessions.CloseAsync(StoredKinds.Session, removeFile: true);
        await sessions.OpenAsync(StoredKinds.Session);
        (await new StatementTransfer(to.Store, from.Store, _clock).CopyAsync(filter)).Copied.Should().Be(before.Count);
        await sessions.CloseAsync(StoredKinds.Session, removeFile: false);
        await sessions.OpenAsync(StoredKinds.Session);
        (await StoredKinds.AllOfAsync(from.Store, StoredKinds.Session)).Should().BeEquivalentTo(before, all => all.WithStrictOrdering());
    }
}
