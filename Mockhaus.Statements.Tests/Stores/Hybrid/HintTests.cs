using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Engine.Servers;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>A far store that several servers share tells what others have changed: that is near no more.</summary>
public sealed class HintTests
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(5);

    private FakeTimeProvider _clock = null!;
    private SharedFarm _farm = null!;
    private SharedStore _far = null!;
    private SharedStore _other = null!;
    private HybridStatementStore _store = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    [SetUp]
    public void CreateStores()
    {
        _clock = new(Samples.Start);
        _farm = new(new MemoryStatementStore(null, _clock), _clock) { Hints = HintFate.Lost };
        (_far, _other) = (new(_farm), new(_farm));
        _store = new(_far, null, _clock);
    }

    [TearDown]
    public void DisposeStores()
    {
        _store.Dispose();
        _farm.Dispose();
    }

    [TestCase("release")]
    [TestCase("give up")]
    [TestCase("remove")]
    public async Task What_another_server_has_changed_is_near_no_more(string change)
    {
        _farm.Hints = HintFate.Delivered;
        var (statement, other) = (await AddNearAsync(), await AddNearAsync());

        await ChangeAsync(change, statement);

        (await _store.FindAsync(statement.Handle, default)).Should().Be(await _farm.Inner.FindAsync(statement.Handle, default));
        (await ReadAsync(statement)).Should().BeNull();
        _far.Link.Forget();
        (await _store.FindAsync(other.Handle, default)).Should().Be(other);
        (await ReadAsync(other)).Should().Be("rows");
        _far.Link.Calls.Should().BeEmpty("nothing was said about that one");
    }

    [Test]
    public async Task When_any_hint_may_be_lost_nothing_is_near_any_more_and_everything_can_be_again()
    {
        var (statement, other) = (await AddNearAsync(), await AddNearAsync());
        await ChangeAsync("release", statement);

        _farm.Hint(_far, null);

        _store.NearBytes.Should().Be(0);
        (await _store.FindAsync(statement.Handle, default))!.Sql.Should().BeEmpty();
        for (var i = 0; i < 2; i++)
        {
            (await _store.FindAsync(other.Handle, default)).Should().Be(other);
            (await ReadAsync(other)).Should().Be("rows");
        }

        _far.Link.Calls.Where(call => call.Handle == other.Handle).Select(call => call.Operation)
            .Should().Equal(StoreOperation.Find, StoreOperation.ReadBatch);
    }

    [Test]
    public async Task What_takes_a_handle_anew_elsewhere_does_not_get_the_rows_of_before()
    {
        _farm.Hints = HintFate.Delivered;
        var statement = await AddNearAsync();
        await _other.RemoveAsync(statement.Handle, default);
        var again = Samples.Submitted(_clock, "session", null) with { Handle = statement.Handle };
        var running = Samples.Started(again, Now);
        await _other.AddAsync(again, 1, default);
        await _other.ReplaceAsync(running, 1, default);
        (await _store.FindAsync(statement.Handle, default)).Should().Be(running);
        var batch = Samples.Batch(0, "others");
        await _other.WriteBatchAsync(running.Handle, batch, default);
        await _other.ReplaceAsync(Samples.Succeeded(running, Now, batch.Info), running.Version, default);

        (await _store.FindAsync(statement.Handle, default))!.Status.Should().Be(StatementStatus.Succeeded);

        (await ReadAsync(statement)).Should().Be("others");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_reader_that_a_hint_has_overtaken_puts_nothing_near(bool isForAll)
    {
        var statement = await AddNearAsync();
        _farm.Hint(_far, null);
        OnceAnswered(StoreOperation.Find, async () =>
        {
            await ChangeAsync("release", statement);
            _farm.Hint(_far, isForAll ? null : statement.Handle);
        });

        (await _store.FindAsync(statement.Handle, default)).Should().Be(statement, "it was asked for before the change");

        _store.NearBytes.Should().Be(0);
        (await _store.FindAsync(statement.Handle, default))!.Sql.Should().BeEmpty();
    }

    [Test]
    public async Task A_reader_of_rows_that_a_hint_has_overtaken_puts_nothing_near()
    {
        var statement = await AddNearAsync();
        _farm.Hint(_far, null);
        await _store.FindAsync(statement.Handle, default);
        OnceAnswered(StoreOperation.ReadBatch, async () =>
        {
            await ChangeAsync("give up", statement);
            _farm.Hint(_far, statement.Handle);
        });

        (await ReadAsync(statement)).Should().Be("rows", "they were asked for before the change");

        _store.NearBytes.Should().Be(0);
        (await ReadAsync(statement)).Should().BeNull();
    }

    [Test]
    public async Task A_change_of_its_own_that_a_hint_has_overtaken_puts_nothing_near()
    {
        var statement = await AddNearAsync();
        var given = EvictRows(statement);
        OnceAnswered(StoreOperation.Replace, async () =>
        {
            await _other.RemoveAsync(statement.Handle, default);
            _farm.Hint(_far, statement.Handle);
        });

        (await _store.ReplaceAsync(given, statement.Version, default)).Written.Should().BeTrue();

        _store.NearBytes.Should().Be(0);
        (await _store.FindAsync(statement.Handle, default)).Should().BeNull();
    }

    [Test]
    public async Task A_hint_that_is_lost_is_made_up_for_after_five_seconds()
    {
        var statement = await AddNearAsync();
        await ChangeAsync("release", statement);

        _clock.Advance(Default);
        (await _store.FindAsync(statement.Handle, default)).Should().Be(statement, "that is what is near");

        _clock.Advance(TimeSpan.FromTicks(1));
        (await _store.FindAsync(statement.Handle, default))!.Sql.Should().BeEmpty();
    }

    [Test]
    public async Task Another_time_is_taken_from_the_options_and_a_store_that_tells_nothing_is_never_asked()
    {
        foreach (var (far, options) in new (IStatementStore, HybridStoreOptions)[]
        {
            (_far, new() { ConfirmAfter = TimeSpan.FromMinutes(1) }),
            (_far.Link, new()),
        })
        {
            _store.Dispose();
            _store = new(far, options, _clock);
            var statement = await AddNearAsync();

            _clock.Advance(TimeSpan.FromMinutes(1));

            await _store.FindAsync(statement.Handle, default);
            _far.Link.Calls.Should().BeEmpty();
        }
    }

    [Test]
    public async Task Whoever_listens_is_told_when_it_is_near_no_more_until_he_listens_no_more()
    {
        var statement = await AddNearAsync();
        var told = new List<(StatementHandle?, long)>();
        var listening = ((IStatementChangeFeed)_store).Subscribe(changed => told.Add((changed, _store.NearBytes)));

        _farm.Hint(_far, statement.Handle);
        _farm.Hint(_far, null);
        listening.Dispose();
        listening.Dispose();
        _farm.Hint(_far, null);

        told.Should().Equal((statement.Handle, 0), (null, 0));
    }

    [Test]
    public async Task It_listens_until_it_is_disposed_of_and_a_hint_that_comes_late_does_no_harm()
    {
        var late = _farm.Listener(_far);
        var statement = await AddNearAsync();
        _farm.Listeners.Should().Be(1);

        _store.Dispose();

        _farm.Listeners.Should().Be(0);
        late(statement.Handle);
        late(null);
        _store.Dispose();
    }

    [Test]
    public async Task A_hint_about_what_is_not_near_costs_no_memory()
    {
        await AddNearAsync();
        var (hint, handle) = (_farm.Listener(_far), StatementHandle.New(_clock));
        hint(handle);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10_000; i++)
        {
            hint(handle);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1000);
    }

    [Test]
    public async Task Who_is_alive_the_far_store_knows_or_else_the_process()
    {
        var owner = new StatementOwner("host", new Guid("0b7a3a86-2a34-4f0e-9d2b-3d0a5c4a9b11"));
        await using (((IStatementLeases)_store).AcquireLease(owner, static () => { }))
        {
            _farm.IsAlive(owner).Should().BeTrue();
            (await ((IStatementLeases)_store).IsAliveAsync(owner, default)).Should().BeTrue();
        }

        (await ((IStatementLeases)_store).IsAliveAsync(owner, default)).Should().BeFalse();
        using var alone = new HybridStatementStore(_farm.Inner, null, _clock);
        await using var manager = new StatementManager(_farm.Inner, new ControlledExecutor(), null, _clock);
        var statement = await manager.SubmitAsync("session", new() { Sql = "SELECT 1" }, default);
        (await ((IStatementLeases)alone).IsAliveAsync(statement.Owner!, default)).Should().BeTrue();
        (await ((IStatementLeases)alone).IsAliveAsync(owner, default)).Should().BeFalse();
    }

    [Test]
    public async Task When_sessions_were_used_the_far_store_knows_or_else_nobody()
    {
        using var alone = new HybridStatementStore(_farm.Inner, null, _clock);

        foreach (var store in new[] { _store, alone })
        {
            await ((IStatementSessionActivity)store).RecordActivityAsync("session", Now, TimeSpan.FromMinutes(1), default);
        }

        (await ((IStatementSessionActivity)_other).GetLastActivityAsync("session", default)).Should().Be(Now);
        (await ((IStatementSessionActivity)_store).GetLastActivityAsync("session", default)).Should().Be(Now);
        (await ((IStatementSessionActivity)alone).GetLastActivityAsync("session", default)).Should().BeNull();
    }

    [Test]
    public void An_ability_is_there_where_the_far_store_has_it()
    {
        using var alone = new HybridStatementStore(_farm.Inner, null, _clock);
        using var above = new HybridStatementStore(_store, null, _clock);

        ((IStatementStore)_store).GetCapability<IStatementChangeFeed>().Should().BeSameAs(_store);
        ((IStatementStore)above).GetCapability<IStatementChangeFeed>().Should().BeSameAs(above);
        ((IStatementStore)alone).GetCapability<IStatementChangeFeed>().Should().BeNull();
        ((IStatementStore)alone).GetCapability<IStatementLeases>().Should().BeNull();
        ((IStatementStore)_far).GetCapability<IStatementChangeFeed>().Should().BeSameAs(_far);
    }

    private void OnceAnswered(StoreOperation operation, Func<Task> change) => _far.Link.LostReply = call =>
    {
        if (call.Operation == operation)
        {
            _far.Link.LostReply = null;
            change().GetAwaiter().GetResult();
        }

        return null;
    };

    private async Task ChangeAsync(string change, Statement statement)
    {
        if (change == "remove")
        {
            (await _other.RemoveAsync(statement.Handle, default)).Should().BeTrue();
            return;
        }

        var changed = change == "release" ? statement.ToTombstone() with { ExpiresAt = Now } : EvictRows(statement);
        (await _other.ReplaceAsync(changed, statement.Version, default)).Written.Should().BeTrue();
    }

    private Statement EvictRows(Statement statement) => statement with { Result = null, RowsEvictedAt = Now, Version = statement.Version + 1 };

    private async Task<string?> ReadAsync(Statement statement) =>
        await _store.ReadBatchAsync(statement.Handle, 0, default) is { } batch ? Samples.Text(batch) : null;

    private async Task<Statement> AddNearAsync()
    {
        var submitted = Samples.Submitted(_clock, "session", null);
        var running = Samples.Started(submitted, Now);
        var batch = Samples.Batch(0, "rows");
        var succeeded = Samples.Succeeded(running, Now, batch.Info);
        await _store.AddAsync(submitted, int.MaxValue, default);
        await _store.ReplaceAsync(running, 1, default);
        await _store.WriteBatchAsync(running.Handle, batch, default);
        await _store.ReplaceAsync(succeeded, running.Version, default);
        _far.Link.Forget();
        return succeeded;
    }
}
