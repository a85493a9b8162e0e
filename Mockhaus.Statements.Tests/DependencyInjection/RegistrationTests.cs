using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Testing;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.DependencyInjection;

public sealed class RegistrationTests
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private readonly ServiceCollection _services = [];

    [SetUp]
    public void Clear() => _services.Clear();

    [Test]
    public async Task A_bare_container_runs_statements()
    {
        _services.AddMockhausStatements().UseDelegate((_, _) => ValueTask.CompletedTask);
        await using var provider = _services.BuildServiceProvider(validateScopes: true);

        (await RunAsync(provider.GetRequiredService<StatementManager>())).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task The_containers_clock_is_used()
    {
        var clock = new SignallingClock(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        _services.AddSingleton<TimeProvider>(clock);
        _services.AddMockhausStatements().UseDelegate((_, _) => ValueTask.CompletedTask);
        await using var provider = _services.BuildServiceProvider();

        (await RunAsync(provider.GetRequiredService<StatementManager>())).CreatedAt.Should().Be(clock.GetUtcNow());
    }

    [Test]
    public async Task A_store_of_the_hosts_own_is_used()
    {
        var own = new FaultyStore(new MemoryStatementStore());
        _services.AddMockhausStatements().UseStore(_ => own).UseDelegate((_, _) => ValueTask.CompletedTask);
        await using var provider = _services.BuildServiceProvider();

        var statement = await RunAsync(provider.GetRequiredService<StatementManager>());

        (await own.Inner.FindAsync(statement.Handle, default)).Should().NotBeNull();
    }

    [Test]
    public async Task The_last_executor_counts()
    {
        _services.AddMockhausStatements()
            .UseDelegate((_, _) => throw new FormatException())
            .UseDelegate((_, _) => ValueTask.CompletedTask);
        await using var provider = _services.BuildServiceProvider();

        (await RunAsync(provider.GetRequiredService<StatementManager>())).Status.Should().Be(StatementStatus.Succeeded);
    }

    [Test]
    public async Task A_script_answers_and_stays_in_the_hands_of_the_test()
    {
        var script = new ScriptedExecutor();
        _services.AddMockhausStatements().UseScript(script);
        await using var provider = _services.BuildServiceProvider();
        script.When("SELECT 1").Returns(["N"], [1]);

        (await RunAsync(provider.GetRequiredService<StatementManager>())).Status.Should().Be(StatementStatus.Succeeded);
        script.Calls.Should().ContainSingle().Which.Sql.Should().Be("SELECT 1");
    }

    [TestCase(null, "AddMockhausStatements()")]
    [TestCase("blue", "AddMockhausStatements(\"blue\")")]
    public async Task Without_an_executor_the_error_says_what_to_call(string? name, string call)
    {
        _services.AddMockhausStatements(name);
        await using var provider = _services.BuildServiceProvider();

        var get = () => Manager(provider, name);

        get.Should().Throw<InvalidOperationException>().WithMessage($"*{call}*UseExecutor*");
    }

    [Test]
    public async Task Named_instances_share_nothing()
    {
        _services.AddMockhausStatements("blue").UseDelegate((_, _) => ValueTask.CompletedTask);
        _services.AddMockhausStatements("red").UseDelegate((_, _) => throw new FormatException());
        await using var provider = _services.BuildServiceProvider();
        var (blue, red) = (Manager(provider, "blue"), Manager(provider, "red"));

        var statement = await RunAsync(blue);

        statement.Status.Should().Be(StatementStatus.Succeeded);
        (await RunAsync(red)).Status.Should().Be(StatementStatus.Failed);
        var get = async () => await red.GetAsync("session", statement.Handle, default);
        await get.Should().ThrowAsync<StatementNotFoundException>();
        provider.GetService<StatementManager>().Should().BeNull("there is none without a name");
        provider.GetRequiredKeyedService<IStatementStore>("blue")
            .Should().NotBeSameAs(provider.GetRequiredKeyedService<IStatementStore>("red"));
    }

    [Test]
    public async Task Options_in_code_count_after_the_configuration()
    {
        _services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Mockhaus:Statements:Limits:MaxSqlLength", "5"), new("Mockhaus:Statements:Limits:MaxQueuedStatements", "7")])
            .Build());
        _services.AddMockhausStatements().Configure(options => options.Limits.MaxSqlLength = 6);
        await using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<MockhausStatementsOptions>>().Value;

        options.Limits.MaxSqlLength.Should().Be(6);
        options.Limits.MaxQueuedStatements.Should().Be(7);
    }

    [Test]
    public async Task A_host_that_stops_ends_its_statements()
    {
        var executor = new ControlledExecutor();
        _services.AddMockhausStatements().UseExecutor(_ => executor);
        await using var provider = _services.BuildServiceProvider();
        var host = provider.GetServices<IHostedService>().Should().ContainSingle().Which;
        await host.StartAsync(default);
        var manager = provider.GetRequiredService<StatementManager>();
        var statement = await manager.SubmitAsync("session", new() { Sql = "SELECT 1" }, default);
        await executor.BegunAsync();

        await host.StopAsync(default);

        await executor.Stopped;
        var store = provider.GetRequiredService<IStatementStore>();
        (await store.FindAsync(statement.Handle, default))!.Error!.Code.Should().Be(StatementErrorCodes.Shutdown);
    }

    private static StatementManager Manager(ServiceProvider provider, string? name) =>
        name is null ? provider.GetRequiredService<StatementManager>() : provider.GetRequiredKeyedService<StatementManager>(name);

    private static async Task<Statement> RunAsync(StatementManager manager)
    {
        var statement = await manager.SubmitAsync("session", new() { Sql = "SELECT 1" }, default);
        return await manager.WaitAsync("session", statement.Handle, Timeout.InfiniteTimeSpan, WaitTimeoutBehavior.ReturnCurrent, default).AsTask().WaitAsync(Safety);
    }
}
