using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Stores.Redis.Faults;

/// <summary>Redis is set up in a way, or comes to a limit, that keeps it from doing its work; docs/redis.md says what is to be expected.</summary>
public sealed class SettingsTests : FaultFixture
{
    [Test]
    public async Task When_memory_is_full_new_things_are_refused_and_the_rest_goes_on()
    {
        var store = await OpenDirectAsync();
        var owner = new StatementOwner("a", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
        await using var lease = ((IStatementLeases)store).AcquireLease(owner, () => { });
        var (succeeded, running, old) = (await AddSucceededAsync(store, requestId: "r"), await AddRunningAsync(store), await AddSucceededAsync(store));
        await Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");

        await ShouldSayFullAsync(async () => await store.AddAsync(New(), 10, default));
        await ShouldSayFullAsync(async () => await store.AddAsync(New("another session", "another"), 10, default));
        await ShouldSayFullAsync(async () => await store.WriteBatchAsync(running.Handle, Samples.Batch(0, "{}"), default));
        await ShouldSayFullAsync(async () => await store.WriteBatchAsync(running.Handle, Samples.Batch(0, new string('x', 2_000_000)), default));

        (await store.FindAsync(succeeded.Handle, default)).Should().BeEquivalentTo(succeeded);
        (await store.FindByRequestIdAsync("session", "r", default)).Should().NotBeNull();
        (await ListAsync(store)).Should().HaveCount(3);
        (await store.ReadBatchAsync(succeeded.Handle, 0, default)).Should().NotBeNull();
        await store.RefreshExpiryAsync(succeeded.Handle, succeeded.Version, Now.AddHours(2), default);
        (await store.FindAsync(succeeded.Handle, default))!.ExpiresAt.Should().Be(Now.AddHours(2), "whoever reads must not be disturbed");
        await MoveAsync(store, Samples.Failed(running, Now));
        (await store.PurgeExpiredAsync(Now.AddMinutes(90), TimeSpan.FromDays(1), default)).Expired.Should().Be(2, "that is what gives memory back");
        (await store.RemoveAsync(old.Handle, default)).Should().BeTrue();
        var until = await Database.SortedSetScoreAsync($"{Prefix}owners", $"{owner.Incarnation:N} a");
        await UntilAsync(async () => await Database.SortedSetScoreAsync($"{Prefix}owners", $"{owner.Incarnation:N} a") > until, "a heartbeat");

        await Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await AddSucceededAsync(store);
    }

    [TestCase("allkeys-lru", true, "maxmemory-policy is allkeys-lru, and has to be noeviction")]
    [TestCase("volatile-ttl", true, "maxmemory-policy is volatile-ttl, and has to be noeviction")]
    [TestCase("noeviction", false, "append-only file is off")]
    public async Task Settings_that_may_lose_statements_are_told_by_the_health_check(string policy, bool hasFile, string concern)
    {
        var store = await OpenDirectAsync();
        (await ((IStatementStoreHealth)store).CheckAsync(CallTimeout, default)).Should().BeNull();

        await Database.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", policy);
        await Database.ExecuteAsync("CONFIG", "SET", "appendonly", hasFile ? "yes" : "no");

        (await ((IStatementStoreHealth)store).CheckAsync(CallTimeout, default))!.Message.Should().Contain(concern);
    }

    [Test]
    public async Task Without_its_file_all_is_well_where_nothing_is_expected_to_outlive_redis()
    {
        var store = await OpenDirectAsync(options => options.ExpectPersistence = false);

        await Database.ExecuteAsync("CONFIG", "SET", "appendonly", "no");

        (await ((IStatementStoreHealth)store).CheckAsync(CallTimeout, default)).Should().BeNull();
    }

    [TestCase("")]
    [TestCase(",password=wrong")]
    [TestCase(",user=nobody,password=right")]
    public async Task A_wrong_password_is_told_at_the_start(string access)
    {
        await Database.ExecuteAsync("CONFIG", "SET", "requirepass", "right");

        var error = await ShouldFailInTimeAsync(async () => await OpenDirectAsync(options => options.Configuration += access));

        error.Message.Should().Contain("Check user and password in Redis:Configuration.").And.NotContain("wrong");
        var store = await OpenDirectAsync(options => options.Configuration += ",password=right");
        await AddSucceededAsync(store);
    }

    [Test]
    public async Task A_changed_password_is_told_once_connections_break_and_all_go_on_when_it_is_right_again()
    {
        await Database.ExecuteAsync("CONFIG", "SET", "requirepass", "first");
        var store = await OpenDirectAsync(options => options.Configuration += ",password=first");
        var statement = await AddSucceededAsync(store);
        await Database.ExecuteAsync("CONFIG", "SET", "requirepass", "second");
        (await store.FindAsync(statement.Handle, default)).Should().NotBeNull("whoever is in stays in");

        await Database.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal");
        var error = await ShouldFailInTimeAsync(async () => await store.FindAsync(statement.Handle, default));
        error.Message.Should().Contain("There is no connection to Redis").And.Contain("still takes this user and password");

        await Database.ExecuteAsync("CONFIG", "SET", "requirepass", "first");
        await UntilAsync(async () => await FindsAsync(store, statement), "the connection to come back");
    }

    [Test]
    public async Task A_user_that_loses_its_rights_is_told_which()
    {
        await Database.ExecuteAsync("ACL", "SETUSER", "poor", "on", ">secret", "~*", "&*", "+@all");
        var store = await OpenDirectAsync(options => options.Configuration += ",user=poor,password=secret");

        await Database.ExecuteAsync("ACL", "SETUSER", "poor", "-evalsha", "-eval");

        (await ShouldFailInTimeAsync(async () => await store.AddAsync(New(), 10, default))).Message
            .Should().Contain("NOPERM").And.Contain("commands of hashes");
    }

    [TestCase("no-such-host.invalid:6379")]
    [TestCase("127.0.0.1:1")]
    [TestCase("redis://127.0.0.1:1")]
    public async Task Nobody_there_is_told_in_time(string configuration)
    {
        var error = await ShouldFailInTimeAsync(async () => await OpenDirectAsync(options => options.Configuration = configuration));

        error.Message.Should().Contain("The Redis store could not connect").And.Contain("There is no connection to Redis").And.Contain("Check that it runs where Redis:Configuration says").And.NotContain("v: ");
    }

    [Test]
    public async Task A_store_that_may_start_without_redis_fails_in_time_and_goes_on_when_redis_comes()
    {
        await Server.KillAsync();
        var store = await OpenDirectAsync(options => options.Configuration += ",abortConnect=false");
        await Task.WhenAll(
            ShouldFailInTimeAsync(async () => await store.FindAsync(StatementHandle.New(Clock), default)),
            ShouldFailInTimeAsync(async () => await store.AddAsync(New(), 10, default)));
        (await store.Invoking(it => ((IStatementStoreHealth)it).CheckAsync(CallTimeout, default).AsTask()).Should().ThrowAsync<Exception>()).Which
            .Should().Match(exception => exception is StatementStoreException || exception is TimeoutException);

        await Server.StartAsync();

        await UntilAsync(async () => await AddsAsync(store), "the connection");
    }

    private static async Task ShouldSayFullAsync(Func<Task> run) => (await ShouldFailInTimeAsync(run)).Message
        .Should().Contain("Redis has reached its maxmemory. Raise it").And.NotContain("Lua");

    private static async Task<bool> FindsAsync(RedisStatementStore store, Statement statement)
    {
        try
        {
            (await store.FindAsync(statement.Handle, default)).Should().NotBeNull("an outage is no absence");
            return true;
        }
        catch (StatementStoreException)
        {
            return false;
        }
    }

    private async Task<bool> AddsAsync(RedisStatementStore store)
    {
        try
        {
            return (await store.AddAsync(New(), 10, default)).Written;
        }
        catch (StatementStoreException)
        {
            return false;
        }
    }
}
