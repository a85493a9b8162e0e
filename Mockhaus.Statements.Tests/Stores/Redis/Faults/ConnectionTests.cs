using System.Globalization;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Redis.Faults;

/// <summary>The way to Redis is slow or breaks; docs/redis.md says what is to be expected.</summary>
public sealed class ConnectionTests : FaultFixture
{
    private const int Tasks = 32;

    [Test]
    public async Task While_connections_are_killed_again_and_again_nothing_is_lost_or_doubled_or_not_found()
    {
        var store = await OpenDirectAsync(options => options.CallTimeout = TimeSpan.FromSeconds(20));
        using var ended = new CancellationTokenSource();
        var working = Race.RunAsync(Tasks, async task => await WorkAsync(store, task, ended.Token));

        for (var kill = 0; kill < 20; kill++)
        {
            await Database.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        await ended.CancelAsync();
        var handles = (await working).SelectMany(handles => handles).ToList();
        var stored = await ListAsync(store);
        stored.Select(statement => statement.Handle).ToHashSet().SetEquals(handles).Should().BeTrue();
        stored.Should().HaveSameCount(handles);
        stored.Should().OnlyContain(statement => statement.Status == StatementStatus.Succeeded);
        var places = await Task.WhenAll((await KeysAsync())
            .Where(key => key.EndsWith(":index", StringComparison.Ordinal))
            .Select(async key => await Database.SortedSetLengthAsync(key)));
        places.Sum().Should().Be(handles.Count, "each has one place in its session");
    }

    [Test]
    public async Task A_slow_way_only_makes_it_slow()
    {
        var store = await OpenThroughProxyAsync();
        Proxy.Delay = TimeSpan.FromMilliseconds(150);

        var statement = await AddSucceededAsync(store, requestId: "r");

        (await store.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement);
        (await ListAsync(store)).Should().ContainSingle();
    }

    [Test]
    public async Task A_way_that_is_too_slow_is_an_error_in_time_and_what_was_sent_is_known_afterwards()
    {
        var store = await OpenThroughProxyAsync();
        var running = await AddRunningAsync(store);
        Proxy.Delay = TimeSpan.FromSeconds(10);

        // First, as the client may give this connection up after the first call that is not answered: what waits for the next one is never sent.
        await ShouldFailInTimeAsync(async () => await store.ReplaceAsync(Samples.Failed(running, Now), 2, default));
        await ShouldFailInTimeAsync(async () => await store.FindAsync(running.Handle, default));

        Proxy.Delay = TimeSpan.Zero;
        Proxy.Cut();
        await UntilAsync(async () => await IsFinishedAsync(store, running), "what was sent to be found");
    }

    [Test]
    public async Task A_connection_on_which_nothing_comes_back_is_an_error_in_time_and_given_up()
    {
        var store = await OpenThroughProxyAsync();
        var statement = await AddSucceededAsync(store);
        Proxy.Swallow();

        await ShouldFailInTimeAsync(async () => await store.FindAsync(statement.Handle, default));

        await UntilAsync(async () => await FindsAsync(store, statement), "a new connection");
    }

    [Test]
    public async Task A_replica_that_is_behind_is_not_asked_whether_a_statement_is_there()
    {
        await using var replica = await RedisServer.StartAsync("--replicaof", $"127.0.0.1 {Server.Port}", "--appendonly", "no");
        await using var behind = await replica.ConnectAsync();
        await UntilAsync(async () => ((string?)await behind.GetDatabase().ExecuteAsync("INFO", "replication"))!.Contains("master_link_status:up", StringComparison.Ordinal), "the replica");
        var store = await OpenDirectAsync(options => options.Configuration += $",{replica.Configuration}");
        replica.Pause();
        var statement = await AddAsync(store);
        await Server.KillAsync();
        replica.Resume();

        await Task.WhenAll(
            ShouldFailInTimeAsync(async () => await store.FindAsync(statement.Handle, default)),
            ShouldFailInTimeAsync(async () => await store.FindByRequestIdAsync("session", "r", default)),
            ShouldFailInTimeAsync(async () => await ListAsync(store)));
    }

    private static async Task<bool> IsFinishedAsync(RedisStatementStore store, Statement statement)
    {
        try
        {
            return (await store.FindAsync(statement.Handle, default))!.IsFinished;
        }
        catch (StatementStoreException)
        {
            return false;
        }
    }

    private static async Task<bool> FindsAsync(RedisStatementStore store, Statement statement)
    {
        try
        {
            (await store.FindAsync(statement.Handle, default)).Should().NotBeNull();
            return true;
        }
        catch (StatementStoreException)
        {
            return false;
        }
    }

    private async Task<List<StatementHandle>> WorkAsync(RedisStatementStore store, int task, CancellationToken ended)
    {
        var handles = new List<StatementHandle>();
        while (!ended.IsCancellationRequested)
        {
            var statement = await AddSucceededAsync(store, string.Create(CultureInfo.InvariantCulture, $"session {task % 4}"), Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString());
            handles.Add(statement.Handle);
            (await store.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement);
            (await store.FindByRequestIdAsync(statement.SessionId, statement.RequestId!, default))!.Handle.Should().Be(statement.Handle);
        }

        return handles;
    }
}
