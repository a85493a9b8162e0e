using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.DependencyInjection;

/// <summary>A key of the configuration that nothing reads is named in a warning, once.</summary>
public sealed class UnknownOptionTests
{
    private const string Root = "Mockhaus:Statements:";

    private static readonly Type[] OptionTypes =
    [
        typeof(MockhausStatementsOptions), typeof(StatementLimitOptions), typeof(StatementResultOptions), typeof(StatementRetentionOptions), typeof(StatementHistoryOptions), typeof(DuckDbStoreOptions), typeof(HybridStoreOptions), typeof(PerSessionStoreOptions), typeof(RedisStoreOptions),
        typeof(SqlApiOptions), typeof(FaultInjectionOptions),
    ];

    [TestCase("MaxResultByte", "Did you mean Mockhaus:Statements:Results:MaxResultBytes?")]
    [TestCase("maxsqllenght", "Did you mean Mockhaus:Statements:Limits:MaxSqlLength?")]
    [TestCase("MaxSqlLength", "Did you mean Mockhaus:Statements:Limits:MaxSqlLength?")]
    [TestCase("Limits:MaxSqlLenght", "Did you mean Mockhaus:Statements:Limits:MaxSqlLength?")]
    [TestCase("DuckDb:Pth", "Did you mean Mockhaus:Statements:DuckDb:Path?")]
    [TestCase("Hybrid:NearByte", "Did you mean Mockhaus:Statements:Hybrid:NearBytes?")]
    [TestCase("Session:Foldr", "Did you mean Mockhaus:Statements:Session:Folder?")]
    [TestCase("Redis:Prefix", "Did you mean Mockhaus:Statements:Redis:KeyPrefix?")]
    [TestCase("SqlApi:CheckToken", "Did you mean Mockhaus:Statements:SqlApi:CheckTokens?")]
    [TestCase("SqlApi:FaultInjection:Enable", "Did you mean Mockhaus:Statements:SqlApi:FaultInjection:Enabled?")]
    [TestCase("SqlApi:FaultInjektion:Enabled", "Did you mean Mockhaus:Statements:SqlApi:FaultInjection?", "SqlApi:FaultInjektion")]
    [TestCase("blue:MaxResultByte", "Did you mean Mockhaus:Statements:blue:Results:MaxResultBytes?")]
    [TestCase("blue:DuckDb:Pth", "Did you mean Mockhaus:Statements:blue:DuckDb:Path?")]
    [TestCase("bleu:MaxResultBytes", "Did you mean Mockhaus:Statements:blue?", "bleu")]
    [TestCase("DuckDb:xylophone", "The keys there are GenerationSize, MemoryLimit, Path.")]
    [TestCase("TraceSql:Enabled", "Mockhaus:Statements:TraceSql takes a single value.")]
    [TestCase("DuckDb", "It takes keys below it, not a value.")]
    [TestCase("SqlApi:Tokens", "It takes keys below it, not a value.")]
    public async Task An_unknown_key_is_named_with_the_nearest_known_one(string key, string advice, string? named = null)
    {
        var warnings = await WarningsAsync(new() { [Root + key] = "secret" });

        warnings.Should().ContainSingle().Which.Should().Match(
            $"* UnknownOption Warning: Configuration key {Root}{named ?? key} has no effect, because no option is read from it. {advice}");
        warnings[0].Should().NotContain("secret");
    }

    [Test]
    public async Task Known_keys_in_any_case_and_the_free_keys_of_lists_and_dictionaries_are_not_named() =>
        (await WarningsAsync(new()
        {
            [Root + "LIMITS:MAXSQLLENGTH"] = "7",
            [Root + "duckdb:path"] = "x.db",
            [Root + "SqlApi:Tokens:0"] = "a",
            [Root + "SqlApi:CheckTokens"] = "true",
            [Root + "SqlApi:PublicKeys:ACCOUNT.USER:0"] = Key(),
            [Root + "SqlApi:FaultInjection:RetryAfter"] = "00:00:02",
            [Root + "Redis:KeyPrefix"] = "x",
            [Root + "blue:Hybrid:NearBytes"] = "2000",
            [Root + "SqlApi"] = "",
            ["Mockhaus:Other"] = "x",
        })).Should().BeEmpty();

    [Test]
    public async Task With_named_instances_alone_an_option_without_a_name_has_no_effect()
    {
        var log = new NotedLog();
        await using var provider = Services(new() { [Root + "Limits:MaxSqlLength"] = "7", [Root + "blue:Limits:MaxSqlLength"] = "8" }, log, "blue").BuildServiceProvider();

        _ = provider.GetRequiredKeyedService<StatementManager>("blue");

        WarningsOf(log).Should().ContainSingle().Which.Should().Contain($"{Root}Limits has no effect");
    }

    [Test]
    public void Every_option_that_is_a_section_of_its_own_is_known()
    {
        // A type with options inside, which the walk does not go into unless it is named.
        var nested = OptionTypes.SelectMany(type => type.GetProperties()).Select(property => property.PropertyType)
            .Where(type => type.Namespace!.StartsWith("Mockhaus", StringComparison.Ordinal) && !type.IsEnum);

        nested.Should().BeSubsetOf(OptionTypes);
        typeof(StatementManager).Assembly.GetTypes().Concat(typeof(SqlApiOptions).Assembly.GetTypes()).Concat(typeof(RedisStoreOptions).Assembly.GetTypes())
            .Where(type => type is { IsPublic: true, IsClass: true } && type.Name.EndsWith("Options", StringComparison.Ordinal) && type != typeof(Statements.Execution.AdoNetExecutorOptions))
            .Should().BeEquivalentTo(OptionTypes, "AdoNetExecutorOptions is set in code alone");
    }

    [TestCase("Limits:MaxSqlLength")]
    [TestCase("Results:MaxResultBytes")]
    [TestCase("Retention:MaxTimeToLive")]
    [TestCase("Type")]
    [TestCase("DuckDb:MemoryLimit")]
    [TestCase("Hybrid:NearBytes")]
    [TestCase("Session:MaxOpenFiles")]
    [TestCase("SqlApi:MaxRequestBodyBytes")]
    [TestCase("SqlApi:FaultInjection:Enabled")]
    [TestCase("Redis:Lease")]
    public async Task A_value_that_cannot_be_bound_stops_the_start_and_names_its_key(string key)
    {
        var services = Services(new() { [Root + key] = "many" }, new(), [null]);
        await using var provider = services.BuildServiceProvider();

        var start = () =>
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            _ = provider.GetRequiredService<IOptionsMonitor<RedisStoreOptions>>().CurrentValue;
        };

        start.Should().Throw<OptionsValidationException>().Which.Message.Should().Contain(Root + key);
    }

    private static string Key()
    {
        using var key = RSA.Create(2048);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    private static async Task<IReadOnlyList<string>> WarningsAsync(Dictionary<string, string?> values)
    {
        var log = new NotedLog();
        await using var provider = Services(values, log, null, "blue").BuildServiceProvider();

        _ = provider.GetRequiredService<StatementManager>();
        _ = provider.GetRequiredKeyedService<StatementManager>("blue");

        return WarningsOf(log);
    }

    /// <summary>Without what the managers tell of their work, at Debug.</summary>
    private static IReadOnlyList<string> WarningsOf(NotedLog log) =>
        [.. log.Lines.Where(line => !line.Contains(" Debug: ", StringComparison.Ordinal))];

    private static IServiceCollection Services(Dictionary<string, string?> values, NotedLog log, params string?[] names)
    {
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddSingleton<ILogger<StatementManager>>(log);
        foreach (var name in names)
        {
            services.AddMockhausStatements(name).ConfigureSqlApi().UseRedisStore().UseStore(_ => new MemoryStatementStore()).UseDelegate((_, _) => default);
        }

        return services;
    }
}
