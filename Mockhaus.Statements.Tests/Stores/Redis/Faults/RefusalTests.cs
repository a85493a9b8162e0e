using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Tests.Support;
using StackExchange.Redis;

namespace Mockhaus.Statements.Tests.Stores.Redis.Faults;

/// <summary>A Redis that answers and refuses is told as that, at the start, and at once.</summary>
public sealed class RefusalTests : FaultFixture
{
    /// <summary>Much less than the time in which calls are sent again.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(1);

    [TestCase("-evalsha", "EVALSHA")]
    [TestCase("-eval", "eval")]
    [TestCase("-hset", "HSET")]
    [TestCase("-zadd -hmget", "HMGET, ZADD")]
    public async Task A_right_that_is_missing_is_told_at_the_start(string rights, string told)
    {
        await Database.ExecuteAsync("ACL", ["SETUSER", "poor", "on", ">secret", "~*", "&*", "+@all", .. rights.Split(' ')]);

        var error = await ShouldFailAtOnceAsync(options => options.Configuration += ",user=poor,password=secret");

        error.Message.Should().Contain("could not connect").And.Contain(told).And.Contain("NOPERM").And.Contain("The user has no right to that.").And.NotContain("secret");
    }

    [Test]
    public async Task A_command_that_is_disabled_is_told_at_the_start()
    {
        await using var server = await RedisServer.StartAsync("--rename-command", "EVALSHA", "hidden", "--rename-command", "ZADD", "hidden2");

        var error = await ShouldFailAtOnceAsync(options => options.Configuration = server.Configuration);

        error.Message.Should().Contain("Redis has no command EVALSHA, ZADD.").And.Contain("renamed or disabled");
    }

    [Test]
    public async Task A_script_that_redis_has_no_command_for_is_told_at_the_start()
    {
        await using var server = await RedisServer.StartAsync("--rename-command", "EVAL", "hidden");

        var error = await ShouldFailAtOnceAsync(options => options.Configuration = server.Configuration);

        error.Message.Should().Contain("unknown command 'EVAL'").And.Contain("renamed or disabled");
    }

    [Test]
    public async Task A_replica_is_told_at_the_start()
    {
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{Server.Port}");

        var error = await ShouldFailAtOnceAsync(options => options.Configuration = replica.Configuration);

        error.Message.Should().Contain($"127.0.0.1:{replica.Port} is a replica, which takes no changes. Name its primary");
    }

    [Test]
    public async Task A_wrong_password_is_told_also_where_the_default_user_needs_none()
    {
        await Database.ExecuteAsync("ACL", "SETUSER", "rich", "on", ">right", "~*", "&*", "+@all");

        var error = await ShouldFailAtOnceAsync(options => options.Configuration += ",user=rich,password=wrong");

        error.Message.Should().Contain("goes on as the user 'default'").And.Contain("Check user and password").And.NotContain("wrong");
        await OpenDirectAsync(options => options.Configuration += ",user=rich,password=right");
    }

    [Test]
    public async Task A_connection_of_the_hosts_own_is_looked_at_too()
    {
        await Database.ExecuteAsync("ACL", "SETUSER", "poor", "on", ">secret", "~*", "&*", "+@all", "-evalsha");
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{Server.Configuration},user=poor,password=secret");
        var store = new RedisStatementStore(connection);

        await store.Invoking(it => it.CheckAccessAsync(null, null)).Should().ThrowAsync<StatementStoreException>();

        connection.IsConnected.Should().BeTrue("it stays the host's");
    }

    [Test]
    public async Task A_channel_that_may_not_be_used_is_a_warning_and_the_store_works()
    {
        await Database.ExecuteAsync("ACL", "SETUSER", "deaf", "on", ">secret", "~*", "resetchannels", "+@all");
        var log = new RedisNotedLog();

        await using var store = await RedisStatementStore.ConnectAsync(new() { Configuration = $"{Server.Configuration},user=deaf,password=secret" }, logger: log);

        log.Lines.Should().ContainSingle(line => line.Contains("PUBLISH")).And.ContainSingle(line => line.Contains("SUBSCRIBE"));
        (await store.AddAsync(New(), 10, default)).Written.Should().BeTrue();
    }

    [Test]
    public async Task A_right_that_is_taken_later_is_told_by_the_health_check_as_a_refusal()
    {
        await Database.ExecuteAsync("ACL", "SETUSER", "poor", "on", ">secret", "~*", "&*", "+@all");
        var store = await OpenDirectAsync(options => options.Configuration += ",user=poor,password=secret");
        await Database.ExecuteAsync("ACL", "SETUSER", "poor", "-hmget");

        var result = await CheckHealthAsync(store);

        result.Status.Should().Be(HealthStatus.Unhealthy);
        result.Description.Should().Contain("NOPERM").And.Contain("'hmget'").And.NotContain("does not answer");
    }

    [Test]
    public async Task Without_its_file_the_health_check_says_what_may_be_lost_and_how_to_turn_it_on()
    {
        var store = await OpenDirectAsync();
        await Database.ExecuteAsync("CONFIG", "SET", "appendonly", "no");

        var result = await CheckHealthAsync(store);

        result.Status.Should().Be(HealthStatus.Degraded);
        result.Description.Should().Contain("Changes are lost when Redis ends").And.Contain("appendonly yes").And.NotContain("takes no changes");
        (await store.AddAsync(New(), 10, default)).Written.Should().BeTrue();
    }

    private async Task<StatementStoreException> ShouldFailAtOnceAsync(Action<RedisStoreOptions> configure)
    {
        // The first connection of a process takes its time; the limit of a call is what must not be waited for.
        var error = await ShouldFailInTimeAsync(
            async () => await OpenDirectAsync(options =>
            {
                options.CallTimeout = TimeSpan.FromMinutes(1);
                configure(options);
            }),
            AtOnce);
        return error;
    }

    private static async Task<HealthCheckResult> CheckHealthAsync(RedisStatementStore store)
    {
        await using var manager = new StatementManager(store, new ControlledExecutor());
        var check = new StatementHealthCheck(manager.CheckAsync, CallTimeout);
        return await check.CheckHealthAsync(new() { Registration = new("test", check, HealthStatus.Unhealthy, null) });
    }
}
