using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.DependencyInjection;

public sealed class HistoryTypeTests
{
    [Test]
    public async Task The_configuration_selects_the_history([Values(StatementHistoryType.Memory, StatementHistoryType.DuckDb)] StatementHistoryType type)
    {
        using var folder = new TemporaryFolder();
        await using var provider = Build(new() { ["History:Type"] = $"{type}", ["History:Path"] = folder.File("history.db") });
        var manager = provider.GetRequiredService<StatementManager>();
        var statement = await manager.OpenSession("s").RunAsync(new() { Sql = "select 'x'" }, TimeSpan.FromSeconds(30));

        var page = await manager.ReadHistoryAsync();

        page.Entries.Should().ContainSingle().Which.Handle.Should().Be(statement.Handle);
        File.Exists(folder.File("history.db")).Should().Be(type == StatementHistoryType.DuckDb);
    }

    [Test]
    public async Task Without_a_type_there_is_none()
    {
        await using var provider = Build([]);

        await provider.GetRequiredService<StatementManager>().Invoking(manager => manager.ReadHistoryAsync().AsTask())
            .Should().ThrowAsync<InvalidOperationException>();
    }

    [Test]
    public async Task A_history_of_the_host_counts_before_the_configuration()
    {
        var history = new FaultyHistory();
        await using var provider = Build(new() { ["History:Type"] = "Memory" }, builder => builder.UseHistory(_ => history));
        await provider.GetRequiredService<StatementManager>().OpenSession("s").RunAsync(new() { Sql = "select 1" }, TimeSpan.FromSeconds(30));
        await provider.GetRequiredService<StatementManager>().ReadHistoryAsync();

        (await history.AllAsync()).Should().HaveCount(1);
    }

    [TestCase("History:Type", "Redis", "*UseRedisHistory*")]
    [TestCase("History:Type", "DuckDb", "*History:Path: It is missing*")]
    [TestCase("History:Type", "Mongo", "*History:Type: It is 'Mongo'; it must be one of None, Memory, DuckDb, Redis*")]
    [TestCase("History:Required", "true", "*History:Required*")]
    [TestCase("History:MaxBytes", "1", "*History:MaxBytes: It is 1; it must be between*")]
    public async Task What_is_wrong_is_named(string key, string value, string message)
    {
        await using var provider = Build(new() { [key] = value });

        provider.Invoking(services => services.GetRequiredService<StatementManager>()).Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    [Test]
    public async Task The_builder_selects_a_history_in_code([Values] bool isFile)
    {
        using var folder = new TemporaryFolder();
        await using var provider = Build([], builder => _ = isFile ? builder.UseDuckDbHistory(folder.File("history.db")) : builder.UseMemoryHistory());

        (await provider.GetRequiredService<StatementManager>().ReadHistoryAsync()).Entries.Should().BeEmpty();
    }

    [Test]
    public async Task A_history_that_is_down_before_the_start_costs_history_alone_and_comes_back()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "later", "history.db");
        await using var provider = Build(new() { ["History:Type"] = "DuckDb", ["History:Path"] = path });
        var manager = provider.GetRequiredService<StatementManager>();

        var statement = await manager.OpenSession("s").RunAsync(new() { Sql = "select 1" }, TimeSpan.FromSeconds(30));
        (await manager.Invoking(one => one.ReadHistoryAsync().AsTask()).Should().ThrowAsync<StatementStoreException>()).WithMessage($"*{path}*");
        Directory.CreateDirectory(Path.Combine(folder.Path, "later"));

        HistoryPage page;
        do
        {
            page = await manager.ReadHistoryAsync();
        }
        while (page.Entries.Count == 0);

        page.Entries.Should().ContainSingle().Which.Handle.Should().Be(statement.Handle);
    }

    [Test]
    public async Task A_required_history_that_is_down_stops_the_start()
    {
        using var folder = new TemporaryFolder();
        await using var provider = Build(new() { ["History:Type"] = "DuckDb", ["History:Path"] = Path.Combine(folder.Path, "no", "history.db"), ["History:Required"] = "true" });

        provider.Invoking(services => services.GetRequiredService<StatementManager>()).Should().Throw<StatementStoreException>();
    }

    [Test]
    public async Task A_redis_that_is_down_before_the_start_costs_history_alone()
    {
        await using var provider = Build([], builder => builder.UseRedisHistory(options => options.Configuration = "127.0.0.1:1,connectTimeout=200"));
        var manager = provider.GetRequiredService<StatementManager>();

        var statement = await manager.OpenSession("s").RunAsync(new() { Sql = "select 1" }, TimeSpan.FromSeconds(30));

        statement.Status.Should().Be(StatementStatus.Succeeded);
    }

    private static ServiceProvider Build(Dictionary<string, string?> values, Action<MockhausStatementsBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"Mockhaus:Statements:{value.Key}", value.Value))).Build());
        var builder = services.AddMockhausStatements().UseDelegate((_, _) => ValueTask.CompletedTask);
        configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
