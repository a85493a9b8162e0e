using System.Collections.Concurrent;
using System.Globalization;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Redis.Faults;

/// <summary>Redis dies, hangs, or loses what it holds; docs/redis.md says what is to be expected.</summary>
public sealed class OutageTests : FaultFixture
{
    private const int Writers = 8;

    /// <summary>Always: with everysec, Redis may answer up to two seconds before it has handed a write to the system, when the disk is slow.</summary>
    protected override Task<RedisServer> ServerAsync() => RedisServer.StartAsync("--appendfsync", "always");

    [Test]
    public async Task Nothing_acknowledged_is_lost_when_redis_is_killed_and_started_again()
    {
        var store = await OpenDirectAsync(options => options.CallTimeout = TimeSpan.FromSeconds(20));
        var known = new ConcurrentDictionary<StatementHandle, Statement>();
        using var ended = new CancellationTokenSource();
        var writing = Race.RunAsync(Writers, async _ => await WriteAsync(store, known, ended.Token));

        for (var kill = 0; kill < 2; kill++)
        {
            var before = known.Count;
            await UntilAsync(() => Task.FromResult(known.Count > before + 50), "some more statements");
            await Server.KillAsync();
            await Server.StartAsync();
        }

        await ended.CancelAsync();
        await writing;
        await ShouldHoldAsync(store, known);
    }

    [Test]
    public async Task While_redis_hangs_calls_fail_in_time_and_no_owner_who_lives_is_taken_for_dead_afterwards()
    {
        static void Prolong(RedisStoreOptions options) => options.Lease = TimeSpan.FromSeconds(6);
        var (first, second) = (await OpenDirectAsync(Prolong), await OpenThroughProxyAsync(Prolong));
        var (a, b) = (new StatementOwner("a", Guid.CreateVersion7(TimeProvider.System.GetUtcNow())), new StatementOwner("b", Guid.CreateVersion7(TimeProvider.System.GetUtcNow())));
        var deaths = 0;
        await using var leaseA = ((IStatementLeases)first).AcquireLease(a, () => Interlocked.Increment(ref deaths));
        await using var leaseB = ((IStatementLeases)second).AcquireLease(b, () => Interlocked.Increment(ref deaths));
        await UntilAsync(async () => await ((IStatementLeases)first).IsAliveAsync(b, default) && await ((IStatementLeases)second).IsAliveAsync(a, default), "both leases");
        var statement = await AddSucceededAsync(first, requestId: "r");

        Server.Pause();
        Proxy.IsRefusing = true;
        Proxy.Cut();
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(10))
        {
            await Task.WhenAll(
                ShouldFailInTimeAsync(async () => await first.FindAsync(statement.Handle, default)),
                ShouldFailInTimeAsync(async () => await first.FindByRequestIdAsync("session", "r", default)),
                ShouldFailInTimeAsync(async () => await first.ReplaceAsync(statement.ToTombstone(), statement.Version, default)),
                ShouldFailInTimeAsync(async () => await first.ReadBatchAsync(statement.Handle, 0, default)),
                ShouldFailInTimeAsync(async () => await ListAsync(second)),
                ShouldFailInTimeAsync(async () => await second.AddAsync(New("other"), 10, default)));
            (await AliveAsync(first, b) && await AliveAsync(second, a)).Should().BeTrue();
        }

        Server.Resume();

        // All the time until their leases are as they should be, and beyond. One comes back later than the other.
        var coming = ComeAsync();
        start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(4))
        {
            (await AliveAsync(first, b) && await AliveAsync(second, a)).Should().BeTrue();
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        await coming;
        deaths.Should().Be(0);
        (await Database.SortedSetRangeByScoreAsync($"{Prefix}owners", start: TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())).Should().HaveCount(2);
        (await first.FindAsync(statement.Handle, default))!.Handle.Should().Be(statement.Handle);
        await AddSucceededAsync(second, "other");
    }

    [Test]
    public async Task Scripts_that_redis_forgets_under_load_are_sent_again()
    {
        var store = await OpenDirectAsync();
        var known = new ConcurrentDictionary<StatementHandle, Statement>();
        using var ended = new CancellationTokenSource();
        var writing = Race.RunAsync(Writers, async _ => await WriteAsync(store, known, ended.Token));

        for (var flush = 0; flush < 20; flush++)
        {
            await Database.ExecuteAsync("SCRIPT", "FLUSH");
            var before = known.Count;
            await UntilAsync(() => Task.FromResult(known.Count > before), "more statements");
        }

        await ended.CancelAsync();
        await writing;
        await ShouldHoldAsync(store, known);
    }

    [Test]
    public async Task When_redis_has_lost_everything_it_is_noticed_told_and_everything_goes_on()
    {
        var store = await OpenDirectAsync();
        var owner = new StatementOwner("a", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
        await using var lease = ((IStatementLeases)store).AcquireLease(owner, () => { });
        var hints = new ConcurrentQueue<StatementHandle?>();
        using var subscription = ((IStatementChangeFeed)store).Subscribe(hints.Enqueue);
        var lost = await AddRunningAsync(store);
        (await ((IStatementStoreHealth)store).CheckAsync(CallTimeout, default)).Should().BeNull();
        await Connection.GetServers()[0].FlushAllDatabasesAsync();
        var start = TimeProvider.System.GetTimestamp();

        var next = await AddAsync(store);

        await UntilAsync(async () => (await ((IStatementStoreHealth)store).CheckAsync(CallTimeout, default))?.Message.Contains("has lost what it held", StringComparison.Ordinal) == true, "the health check");
        TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(2.0 / 5) + Slack, "a heartbeat has come");
        hints.Should().Contain((StatementHandle?)null, "any statement may have changed");
        (await store.FindAsync(lost.Handle, default)).Should().BeNull();
        (await store.ReplaceAsync(Samples.Failed(lost, Now), lost.Version, default)).Should().Be(new StatementWrite(StatementWriteStatus.NotFound, null));
        (await ListAsync(store)).Should().ContainSingle("also where its session was noted a moment before").Which.Handle.Should().Be(next.Handle);
        (await ((IStatementLeases)store).IsAliveAsync(owner, default)).Should().BeTrue();
        await MoveAsync(store, Samples.Started(next, Now));
    }

    [Test]
    public async Task When_redis_was_started_again_without_its_file_that_is_noticed_also_when_all_leases_have_run_out()
    {
        var store = await OpenDirectAsync(options => options.Lease = TimeSpan.FromSeconds(1));
        await using var lease = ((IStatementLeases)store).AcquireLease(new("a", Guid.CreateVersion7(TimeProvider.System.GetUtcNow())), () => { });
        await AddAsync(store);
        await Database.ExecuteAsync("CONFIG", "SET", "appendonly", "no");
        await Server.KillAsync();
        Server.Forget();
        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System);
        await Server.StartAsync();

        await UntilAsync(async () => await TryCheckAsync(store) is { } concern && concern.Contains("has lost what it held", StringComparison.Ordinal), "the health check");
        (await ListAsync(store)).Should().BeEmpty();
    }

    private async Task ComeAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(0.3), TimeProvider.System);
        Proxy.IsRefusing = false;
    }

    /// <summary>Nobody has given up, so that what is known is all that there is.</summary>
    private static async Task ShouldHoldAsync(RedisStatementStore store, ConcurrentDictionary<StatementHandle, Statement> known)
    {
        var stored = (await ListAsync(store)).ToDictionary(statement => statement.Handle);
        stored.Keys.ToHashSet().SetEquals(known.Keys).Should().BeTrue();
        stored.Values.Should().OnlyContain(statement => statement.Version == known[statement.Handle].Version && statement.Status == known[statement.Handle].Status);
    }

    private static async Task<string?> TryCheckAsync(RedisStatementStore store)
    {
        try
        {
            return (await ((IStatementStoreHealth)store).CheckAsync(CallTimeout, default))?.Message;
        }
        catch (Exception exception) when (exception is StatementStoreException or TimeoutException)
        {
            return null;
        }
    }

    private static async Task<bool> AliveAsync(RedisStatementStore store, StatementOwner owner)
    {
        try
        {
            return await ((IStatementLeases)store).IsAliveAsync(owner, default);
        }
        catch (StatementStoreException)
        {
            // Nobody can tell: that is no death.
            return true;
        }
    }

    private async Task<bool> WriteAsync(RedisStatementStore store, ConcurrentDictionary<StatementHandle, Statement> known, CancellationToken ended)
    {
        for (var i = 0; !ended.IsCancellationRequested; i++)
        {
            var session = string.Create(CultureInfo.InvariantCulture, $"session {i % 10}");
            var statement = New(session, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString());
            (await store.AddAsync(statement, int.MaxValue, default)).Written.Should().BeTrue();
            known[statement.Handle] = statement;
            var running = await MoveAsync(store, Samples.Started(statement, Now));
            known[statement.Handle] = running;
            known[statement.Handle] = await MoveAsync(store, Samples.Succeeded(running, Now));
        }

        return true;
    }
}
