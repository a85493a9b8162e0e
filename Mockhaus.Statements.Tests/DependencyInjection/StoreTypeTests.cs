using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.DependencyInjection;

public sealed class StoreTypeTests
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [TestCase(null, null, typeof(PerSessionStatementStore))]
    [TestCase(null, "Session", typeof(PerSessionStatementStore))]
    [TestCase(null, "Memory", typeof(MemoryStatementStore))]
    [TestCase(null, "DuckDb", typeof(DuckDbStatementStore))]
    [TestCase("blue", "DuckDb", typeof(DuckDbStatementStore))]
    [TestCase(null, "Hybrid", typeof(HybridStatementStore))]
    [TestCase("blue", "Hybrid", typeof(HybridStatementStore))]
    public async Task The_configuration_says_which_store_there_is(string? name, string? type, Type store)
    {
        await using var provider = Build(name, new() { ["Type"] = type, ["DuckDb:Path"] = _folder.File("s.db") });

        provider.GetRequiredKeyedService<IStatementStore>(MockhausStatementsServiceCollectionExtensions.Key(name)).Should().BeOfType(store);
        (await RunAsync(Manager(provider, name))).Status.Should().Be(StatementStatus.Succeeded);
    }

    [TestCase(null)]
    [TestCase("blue")]
    public async Task A_memory_store_can_be_chosen_in_code(string? name)
    {
        var services = new ServiceCollection();
        services.AddMockhausStatements(name).UseDelegate((_, _) => ValueTask.CompletedTask).UseMemoryStore();
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredKeyedService<IStatementStore>(MockhausStatementsServiceCollectionExtensions.Key(name)).Should().BeOfType<MemoryStatementStore>();
        (await RunAsync(Manager(provider, name))).Status.Should().Be(StatementStatus.Succeeded);
    }

    [TestCase("DuckDb")]
    [TestCase("Hybrid")]
    public async Task What_a_container_has_stored_in_a_file_is_found_by_the_next_one(string type)
    {
        Dictionary<string, string?> settings = new() { ["Type"] = type, ["DuckDb:Path"] = _folder.File("s.db") };
        Statement statement;
        await using (var provider = Build(null, settings))
        {
            statement = await RunAsync(Manager(provider, null));
        }

        await using var next = Build(null, settings);

        (await Manager(next, null).GetAsync("session", statement.Handle, default)).Status.Should().Be(StatementStatus.Succeeded);
    }

    [TestCase("DuckDb", "DuckDb:Path")]
    [TestCase("Hybrid", "DuckDb:Path")]
    [TestCase("Redis", "Mockhaus.Statements.Redis")]
    public async Task What_is_missing_for_a_type_stops_the_host_at_its_start(string type, string missing)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["Mockhaus:Statements:Type"] = type;
        builder.Services.AddMockhausStatements().UseDelegate((_, _) => ValueTask.CompletedTask);
        using var host = builder.Build();

        await host.Awaiting(host => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>().WithMessage($"*{missing}*");
    }

    [TestCase("Type", "Hybird", "*Mockhaus:Statements:Type: It is 'Hybird'; it must be one of Memory, DuckDb, Hybrid, Redis, Session.*")]
    [TestCase("Results:ResultPartitioning", "Snowflakes", "*Mockhaus:Statements:Results:ResultPartitioning: It is 'Snowflakes'; it must be one of Large, Snowflake.*")]
    [TestCase("Retention:DefaultTimeToLive", "abc", "*'abc'*Mockhaus:Statements:Retention:DefaultTimeToLive*")]
    [TestCase("Session:MaxOpenFiles", "many", "*'many'*Mockhaus:Statements:Session:MaxOpenFiles*")]
    [TestCase("DuckDb:Path", ":memory:", "*DuckDb:Path: It is :memory:, which is no file. Name a file*set Type to Memory*")]
    [TestCase("DuckDb:MemoryLimit", "31", "*DuckDb:MemoryLimit: *between 32 and 1048576*")]
    [TestCase("Session:MaxOpenFiles", "0", "*Session:MaxOpenFiles: *between 1 and 1000*")]
    [TestCase("Hybrid:NearBytes", "0", "*Hybrid:NearBytes: *")]
    [TestCase("Hybrid:NearIdleTime", "00:00:00", "*Hybrid:NearIdleTime: It is 00:00:00; it must be between*")]
    public async Task A_wrong_option_is_named_with_its_section_before_anything_is_made(string option, string value, string message)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration[$"Mockhaus:Statements:{option}"] = value;
        builder.Services.AddMockhausStatements().UseDelegate((_, _) => ValueTask.CompletedTask)
            .UseStore(_ => throw new AssertionException("It was made."));
        using var host = builder.Build();

        await host.Awaiting(host => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>().WithMessage(message);
    }

    [TestCase("DuckDb")]
    [TestCase("Redis")]
    public async Task A_store_that_the_host_names_counts_whatever_the_type_says(string type)
    {
        var services = Services(null, new() { ["Type"] = type });
        services.AddMockhausStatements().UseDelegate((_, _) => ValueTask.CompletedTask).UseStore(_ => new MemoryStatementStore());
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStatementStore>().Should().BeOfType<MemoryStatementStore>();
    }

    [TestCase(null)]
    [TestCase("blue")]
    public async Task Every_option_of_the_file_comes_from_the_configuration_and_code_counts_after_it(string? name)
    {
        var services = Services(name, new() { ["DuckDb:Path"] = "no.db", ["DuckDb:MemoryLimit"] = "64", ["DuckDb:GenerationSize"] = "2" });
        services.AddMockhausStatements(name).UseDelegate((_, _) => ValueTask.CompletedTask).UseDuckDbStore(options => options.Path = _folder.File("s.db"));
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IOptionsMonitor<DuckDbStoreOptions>>().Get(name ?? Options.DefaultName).Should().BeEquivalentTo(
            new DuckDbStoreOptions { Path = _folder.File("s.db"), MemoryLimit = 64, GenerationSize = 2 });
        await RunAsync(Manager(provider, name));
        File.Exists(_folder.File("s.db")).Should().BeTrue();
    }

    [Test]
    public async Task A_file_without_a_path_and_wrong_options_stop_the_host_at_its_start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddMockhausStatements().UseDelegate((_, _) => ValueTask.CompletedTask).UseDuckDbStore();
        using var pathless = builder.Build();
        builder = Host.CreateApplicationBuilder();
        builder.Services.AddMockhausStatements().UseDelegate((_, _) => ValueTask.CompletedTask).UsePerSessionStore(options => options.MaxOpenFiles = 0);
        using var wrong = builder.Build();

        await pathless.Awaiting(host => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>()
            .WithMessage("*DuckDb:Path*drop UseDuckDbStore*set Type to Memory*");
        await wrong.Awaiting(host => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>().WithMessage("*MaxOpenFiles*");
    }

    [TestCase(null)]
    [TestCase("blue")]
    public async Task Sessions_are_opened_through_the_container(string? name)
    {
        Dictionary<string, string?> settings = new() { ["Session:Folder"] = _folder.Path, ["Session:MaxOpenFiles"] = "2" };
        Statement statement;
        await using (var provider = Build(name, settings))
        {
            await SessionStore(provider, name).OpenAsync("session", default);
            statement = await RunAsync(Manager(provider, name));
        }

        await using var next = Build(name, settings);
        await SessionStore(next, name).OpenAsync("session", default);

        (await Manager(next, name).GetAsync("session", statement.Handle, default)).Status.Should().Be(StatementStatus.Succeeded);
        next.GetRequiredService<IOptionsMonitor<PerSessionStoreOptions>>().Get(name ?? Options.DefaultName).Should().BeEquivalentTo(
            new PerSessionStoreOptions { Folder = _folder.Path, MaxOpenFiles = 2 });
    }

    [Test]
    public async Task Where_the_store_is_another_nobody_gets_one_by_session()
    {
        await using var provider = Build(null, new() { ["Type"] = "Memory" });

        provider.Invoking(provider => SessionStore(provider, null)).Should().Throw<InvalidOperationException>().WithMessage("*MemoryStatementStore*");
    }

    private static PerSessionStatementStore SessionStore(ServiceProvider provider, string? name) =>
        name is null ? provider.GetRequiredService<PerSessionStatementStore>() : provider.GetRequiredKeyedService<PerSessionStatementStore>(name);

    private static ServiceProvider Build(string? name, Dictionary<string, string?> settings)
    {
        var services = Services(name, settings);
        services.AddMockhausStatements(name).UseDelegate((_, _) => ValueTask.CompletedTask);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private static ServiceCollection Services(string? name, Dictionary<string, string?> settings)
    {
        var section = name is null ? "Mockhaus:Statements" : $"Mockhaus:Statements:{name}";
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            settings.Where(setting => setting.Value is not null).ToDictionary(setting => $"{section}:{setting.Key}", setting => setting.Value)).Build());
        return services;
    }

    private static StatementManager Manager(ServiceProvider provider, string? name) =>
        name is null ? provider.GetRequiredService<StatementManager>() : provider.GetRequiredKeyedService<StatementManager>(name);

    private static async Task<Statement> RunAsync(StatementManager manager)
    {
        var statement = await manager.SubmitAsync("session", new() { Sql = "SELECT 1" }, default);
        return await manager.WaitAsync("session", statement.Handle, Timeout.InfiniteTimeSpan, WaitTimeoutBehavior.ReturnCurrent, default).AsTask().WaitAsync(Safety);
    }
}
