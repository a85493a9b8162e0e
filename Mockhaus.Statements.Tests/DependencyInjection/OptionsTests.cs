using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.DependencyInjection;

public sealed class OptionsTests
{
    private static readonly (string Option, string Value)[] Wrong =
    [
        ("Type", "7"),
        ("Retention:DefaultTimeToLive", "00:00:00"),
        ("Retention:DefaultTimeToLive", "2.00:00:00"),
        ("Retention:MaxTimeToLive", "-00:00:01"),
        ("Retention:TombstoneRetention", "-00:00:01"),
        ("Limits:DefaultTimeout", "00:00:00"),
        ("Results:ResultBatchSize", "0"),
        ("Results:ResultBatchBytes", "1"),
        ("Results:InlineResultBytes", "-1"),
        ("Results:ResultPartitioning", "2"),
        ("Results:MaxResultBytes", "0"),
        ("Limits:MaxConcurrentStatements", "0"),
        ("Limits:MaxQueuedStatements", "0"),
        ("Limits:MaxSqlLength", "0"),
        ("Retention:CleanupInterval", "00:00:00"),
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
            Retention = { DefaultTimeToLive = TimeSpan.FromMinutes(1), MaxTimeToLive = TimeSpan.FromMinutes(2), TombstoneRetention = TimeSpan.FromMinutes(3), CleanupInterval = TimeSpan.FromMinutes(12) },
            Results = { ResultBatchSize = 5, ResultBatchBytes = 6000, InlineResultBytes = 7, ResultPartitioning = ResultPartitioning.Snowflake, MaxResultBytes = 8000 },
            Limits = { DefaultTimeout = TimeSpan.FromMinutes(4), MaxConcurrentStatements = 9, MaxQueuedStatements = 10, MaxSqlLength = 11 },
            History = { Type = StatementHistoryType.Memory, Required = true, SqlText = HistorySqlText.Full, MaxSqlLength = 12, Retention = TimeSpan.FromMinutes(15), MaxBytes = 1_000_000, MaxPendingBytes = 500_000, Path = "history.db" },
            ShutdownTimeout = TimeSpan.FromMinutes(13),
            HandOverTimeout = TimeSpan.FromMinutes(14),
        };
        var values = ValuesOf(expected, section).ToDictionary();
        await using var provider = Build(values, name);

        provider.GetRequiredService<IOptionsMonitor<MockhausStatementsOptions>>().Get(name ?? Options.DefaultName)
            .Should().BeEquivalentTo(expected);
    }

    [Test]
    public async Task A_named_instance_does_not_see_the_others_options()
    {
        await using var provider = Build(new() { ["Mockhaus:Statements:Limits:MaxSqlLength"] = "5" }, "blue");

        provider.GetRequiredService<IOptionsMonitor<MockhausStatementsOptions>>().Get("blue").Limits.MaxSqlLength.Should().Be(1024 * 1024);
    }

    [Test]
    public void The_defaults_are_the_documented_ones()
    {
        var options = new MockhausStatementsOptions();

        options.Type.Should().Be(StatementStoreType.Session);
        options.Retention.DefaultTimeToLive.Should().Be(TimeSpan.FromHours(1));
        options.Retention.MaxTimeToLive.Should().Be(TimeSpan.FromHours(24));
        options.Retention.TombstoneRetention.Should().Be(TimeSpan.FromHours(24));
        options.Limits.DefaultTimeout.Should().BeNull();
        options.Results.ResultBatchSize.Should().Be(10_000);
        options.Results.ResultBatchBytes.Should().Be(4 << 20);
        options.Results.InlineResultBytes.Should().Be(10 << 20);
        options.Results.ResultPartitioning.Should().Be(ResultPartitioning.Large);
        options.Results.MaxResultBytes.Should().Be(100 << 20);
        options.Limits.MaxConcurrentStatements.Should().BeGreaterThanOrEqualTo(8);
        options.Limits.MaxQueuedStatements.Should().Be(1_000);
        options.Limits.MaxSqlLength.Should().Be(1 << 20);
        options.Retention.CleanupInterval.Should().Be(TimeSpan.FromMinutes(5));
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
        await using var provider = Build(new() { ["Mockhaus:Statements:Limits:MaxSqlLength"] = "0" }, null);

        var start = () => provider.GetRequiredService<IStartupValidator>().Validate();

        start.Should().Throw<OptionsValidationException>().WithMessage("*MaxSqlLength*");
    }

    [Test]
    public void A_manager_made_by_hand_checks_its_options_too()
    {
        using var store = new MemoryStatementStore();

        var make = () => new StatementManager(store, new ControlledExecutor(), new() { Limits = { MaxSqlLength = 0 } });

        make.Should().Throw<OptionsValidationException>().WithMessage("*MaxSqlLength*");
    }

    private static IEnumerable<TestCaseData> WrongOptions() => Wrong.Select(wrong => new TestCaseData(wrong.Option, wrong.Value));

    /// <summary>The values of options as configuration has them, those of a section below it too.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> ValuesOf(object options, string section) =>
        options.GetType().GetProperties().SelectMany(option => option.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
            ? ValuesOf(option.GetValue(options)!, $"{section}:{option.Name}")
            : [new($"{section}:{option.Name}", $"{option.GetValue(options)}")]);

    private static ServiceProvider Build(Dictionary<string, string?> values, string? name)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddMockhausStatements(name).UseDelegate((_, _) => ValueTask.CompletedTask);
        return services.BuildServiceProvider();
    }
}
