using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.DependencyInjection;

public sealed class OptionsTests
{
    private static readonly (string Option, string Value)[] Wrong =
    [
        ("Type", "7"),
        ("DefaultTimeToLive", "00:00:00"),
        ("DefaultTimeToLive", "2.00:00:00"),
        ("MaxTimeToLive", "-00:00:01"),
        ("TombstoneRetention", "-00:00:01"),
        ("DefaultTimeout", "00:00:00"),
        ("ResultBatchSize", "0"),
        ("ResultBatchBytes", "1"),
        ("InlineResultBytes", "-1"),
        ("ResultPartitioning", "2"),
        ("MaxResultBytes", "0"),
        ("MaxConcurrentStatements", "0"),
        ("MaxQueuedStatements", "0"),
        ("MaxSqlLength", "0"),
        ("CleanupInterval", "00:00:00"),
        ("ShutdownTimeout", "-00:00:01"),
        ("HandOverTimeout", "01:00:01"),
    ];

    [TestCase(null, "Mockhaus:Statements")]
    [TestCase("blue", "Mockhaus:Statements:blue")]
    public async Task Every_option_comes_from_the_configuration(string? name, string section)
    {
        var expected = new MockhausStatementsOptions
        {
            Type = StatementStoreType.Hybrid,
            DefaultTimeToLive = TimeSpan.FromMinutes(1),
            MaxTimeToLive = TimeSpan.FromMinutes(2),
            TombstoneRetention = TimeSpan.FromMinutes(3),
            DefaultTimeout = TimeSpan.FromMinutes(4),
            ResultBatchSize = 5,
            ResultBatchBytes = 6000,
            InlineResultBytes = 7,
            ResultPartitioning = ResultPartitioning.Snowflake,
            MaxResultBytes = 8000,
            MaxConcurrentStatements = 9,
            MaxQueuedStatements = 10,
            MaxSqlLength = 11,
            CleanupInterval = TimeSpan.FromMinutes(12),
            ShutdownTimeout = TimeSpan.FromMinutes(13),
            HandOverTimeout = TimeSpan.FromMinutes(14),
        };
        var values = typeof(MockhausStatementsOptions).GetProperties()
            .ToDictionary(option => $"{section}:{option.Name}", option => $"{option.GetValue(expected)}");
        await using var provider = Build(values!, name);

        provider.GetRequiredService<IOptionsMonitor<MockhausStatementsOptions>>().Get(name ?? Options.DefaultName)
            .Should().BeEquivalentTo(expected);
    }

    [Test]
    public async Task A_named_instance_does_not_see_the_others_options()
    {
        await using var provider = Build(new() { ["Mockhaus:Statements:MaxSqlLength"] = "5" }, "blue");

        provider.GetRequiredService<IOptionsMonitor<MockhausStatementsOptions>>().Get("blue").MaxSqlLength.Should().Be(1024 * 1024);
    }

    [Test]
    public void The_defaults_are_the_documented_ones()
    {
        var options = new MockhausStatementsOptions();

        options.Type.Should().Be(StatementStoreType.Session);
        options.DefaultTimeToLive.Should().Be(TimeSpan.FromHours(1));
        options.MaxTimeToLive.Should().Be(TimeSpan.FromHours(24));
        options.TombstoneRetention.Should().Be(TimeSpan.FromHours(24));
        options.DefaultTimeout.Should().BeNull();
        options.ResultBatchSize.Should().Be(10_000);
        options.ResultBatchBytes.Should().Be(4 << 20);
        options.InlineResultBytes.Should().Be(10 << 20);
        options.ResultPartitioning.Should().Be(ResultPartitioning.Large);
        options.MaxResultBytes.Should().Be(100 << 20);
        options.MaxConcurrentStatements.Should().BeGreaterThanOrEqualTo(8);
        options.MaxQueuedStatements.Should().Be(1_000);
        options.MaxSqlLength.Should().Be(1 << 20);
        options.CleanupInterval.Should().Be(TimeSpan.FromMinutes(5));
    }

    [TestCaseSource(nameof(WrongOptions))]
    public async Task A_wrong_option_is_named(string option, string value)
    {
        await using var provider = Build(new() { [$"Mockhaus:Statements:{option}"] = value }, null);

        var get = () => provider.GetRequiredService<StatementManager>();

        get.Should().Throw<OptionsValidationException>().Which.Message.Should().Contain(option);
    }

    [Test]
    public async Task Wrong_options_stop_the_host_at_its_start()
    {
        await using var provider = Build(new() { ["Mockhaus:Statements:MaxSqlLength"] = "0" }, null);

        var start = () => provider.GetRequiredService<IStartupValidator>().Validate();

        start.Should().Throw<OptionsValidationException>().WithMessage("*MaxSqlLength*");
    }

    [Test]
    public void A_manager_made_by_hand_checks_its_options_too()
    {
        using var store = new MemoryStatementStore();

        var make = () => new StatementManager(store, new ControlledExecutor(), new() { MaxSqlLength = 0 });

        make.Should().Throw<OptionsValidationException>().WithMessage("*MaxSqlLength*");
    }

    private static IEnumerable<TestCaseData> WrongOptions() => Wrong.Select(wrong => new TestCaseData(wrong.Option, wrong.Value));

    private static ServiceProvider Build(Dictionary<string, string?> values, string? name)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddMockhausStatements(name).UseDelegate((_, _) => ValueTask.CompletedTask);
        return services.BuildServiceProvider();
    }
}
