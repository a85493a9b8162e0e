using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Redis;

public sealed class RedisRegistrationTests
{
    private static readonly string Prefix = $"registration-{Environment.ProcessId}:";

    [TestCase(null, "Mockhaus:Statements", "Redis", typeof(RedisStatementStore))]
    [TestCase("blue", "Mockhaus:Statements:blue", "Redis", typeof(RedisStatementStore))]
    [TestCase(null, "Mockhaus:Statements", "Hybrid", typeof(HybridStatementStore))]
    public async Task The_configuration_says_where_and_the_container_closes_what_it_has_opened(string? name, string section, string type, Type expected)
    {
        var server = await SharedRedis.ServerAsync();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new($"{section}:Type", type), new($"{section}:Redis:Configuration", server.Configuration), new($"{section}:Redis:KeyPrefix", Prefix),
            new($"{section}:Redis:Lease", "00:00:05"), new($"{section}:Redis:CallTimeout", "00:00:03"), new($"{section}:Redis:ExpectPersistence", "false"),
        ]).Build());
        services.AddMockhausStatements(name).UseDelegate((_, _) => ValueTask.CompletedTask).UseRedisStore(options => options.Lease *= 2);
        var provider = services.BuildServiceProvider(validateScopes: true);
        var store = name is null ? provider.GetRequiredService<IStatementStore>() : provider.GetRequiredKeyedService<IStatementStore>(name);
        var manager = name is null ? provider.GetRequiredService<StatementManager>() : provider.GetRequiredKeyedService<StatementManager>(name);

        var statement = await manager.SubmitAsync("session", new() { Sql = "SELECT 1" }, default);

        store.Should().BeOfType(expected);
        provider.GetRequiredService<IOptionsMonitor<RedisStoreOptions>>().Get(name ?? Options.DefaultName).Should().BeEquivalentTo(new RedisStoreOptions
        {
            Configuration = server.Configuration,
            KeyPrefix = Prefix,
            Lease = TimeSpan.FromSeconds(10),
            CallTimeout = TimeSpan.FromSeconds(3),
            ExpectPersistence = false,
        });
        typeof(RedisStoreOptions).GetProperties().Should().HaveCount(5);
        await using var connection = await server.ConnectAsync();
        (await connection.GetDatabase().KeyExistsAsync($"{Prefix}{{{statement.Handle}}}")).Should().BeTrue();
        await provider.DisposeAsync();
        await FluentActions.Awaiting(async () => await store.FindAsync(StatementHandle.New(TimeProvider.System), default))
            .Should().ThrowAsync<ObjectDisposedException>();
    }

    [Test]
    public async Task A_connection_of_the_hosts_own_is_used_and_stays_open()
    {
        await using var connection = await (await SharedRedis.ServerAsync()).ConnectAsync();
        var services = new ServiceCollection();
        services.AddMockhausStatements()
            .UseDelegate((_, _) => ValueTask.CompletedTask)
            .UseRedisStore(options => options.KeyPrefix = Prefix, _ => connection);
        Statement statement;
        await using (var provider = services.BuildServiceProvider())
        {
            statement = await provider.GetRequiredService<StatementManager>().SubmitAsync("session", new() { Sql = "SELECT 1" }, default);
            provider.GetRequiredService<IStatementStore>().ToString().Should().Contain("Redis at");
        }

        connection.IsConnected.Should().BeTrue();
        (await connection.GetDatabase().KeyExistsAsync($"{Prefix}{{{statement.Handle}}}")).Should().BeTrue();
    }

    [Test]
    public void Without_the_call_the_type_says_which_package_and_call_are_missing()
    {
        var services = new ServiceCollection();
        services.AddMockhausStatements().UseDelegate((_, _) => ValueTask.CompletedTask).Configure(options => options.Type = StatementStoreType.Redis);
        using var provider = services.BuildServiceProvider();

        provider.Invoking(services => services.GetRequiredService<IStartupValidator>().Validate())
            .Should().Throw<OptionsValidationException>().WithMessage("*Mockhaus.Statements.Redis*UseRedisStore*");
    }
}
