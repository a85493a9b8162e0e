using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

public sealed class HybridRegistrationTests
{
    [TestCase(null)]
    [TestCase("blue")]
    public async Task The_container_makes_both_stores_and_disposes_of_both(string? name)
    {
        MemoryStatementStore? far = null;
        var services = new ServiceCollection();
        services.AddMockhausStatements(name)
            .UseDelegate((_, _) => ValueTask.CompletedTask)
            .UseHybridStore(_ => far = new MemoryStatementStore());
        var provider = services.BuildServiceProvider(validateScopes: true);
        var manager = name is null ? provider.GetRequiredService<StatementManager>() : provider.GetRequiredKeyedService<StatementManager>(name);
        var store = name is null ? provider.GetRequiredService<IStatementStore>() : provider.GetRequiredKeyedService<IStatementStore>(name);

        var statement = await manager.SubmitAsync("session", new() { Sql = "SELECT 1" }, default);

        store.Should().BeOfType<HybridStatementStore>();
        (await far!.FindAsync(statement.Handle, default)).Should().NotBeNull();
        await provider.DisposeAsync();
        await FluentActions.Awaiting(async () => await store.FindAsync(statement.Handle, default)).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(async () => await far.FindAsync(StatementHandle.New(TimeProvider.System), default))
            .Should().ThrowAsync<ObjectDisposedException>();
    }

    [Test]
    public async Task The_last_store_counts()
    {
        var services = new ServiceCollection();
        services.AddMockhausStatements()
            .UseHybridStore(_ => throw new FormatException())
            .UseHybridStore(_ => new MemoryStatementStore(), options => options.NearBytes = 2048)
            .UseStore(_ => new MemoryStatementStore());
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStatementStore>().Should().BeOfType<MemoryStatementStore>();
    }

    [TestCase(null, "Mockhaus:Statements:Hybrid")]
    [TestCase("blue", "Mockhaus:Statements:blue:Hybrid")]
    public async Task Every_option_comes_from_the_configuration_and_code_counts_after_it(string? name, string section)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new($"{section}:NearBytes", "2048"), new($"{section}:NearIdleTime", "00:01:00"), new($"{section}:ConfirmAfter", "00:00:05"),
        ]).Build());
        services.AddMockhausStatements(name).UseHybridStore(_ => new MemoryStatementStore(), options => options.NearBytes *= 2);
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IOptionsMonitor<HybridStoreOptions>>().Get(name ?? Options.DefaultName).Should().BeEquivalentTo(
            new HybridStoreOptions { NearBytes = 4096, NearIdleTime = TimeSpan.FromMinutes(1), ConfirmAfter = TimeSpan.FromSeconds(5) });
        typeof(HybridStoreOptions).GetProperties().Should().HaveCount(3);
    }

    [TestCase(1023, 60, null, "NearBytes")]
    [TestCase(1024, 0, null, "NearIdleTime")]
    [TestCase(1024, 60, -1, "ConfirmAfter")]
    public void What_makes_no_sense_is_refused_with_its_name(long nearBytes, int idleSeconds, int? confirmSeconds, string option)
    {
        using var far = new MemoryStatementStore();
        var options = new HybridStoreOptions
        {
            NearBytes = nearBytes,
            NearIdleTime = TimeSpan.FromSeconds(idleSeconds),
            ConfirmAfter = confirmSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };

        far.Invoking(store => new HybridStatementStore(store, options)).Should().Throw<OptionsValidationException>().WithMessage($"*{option}*");
    }
}
