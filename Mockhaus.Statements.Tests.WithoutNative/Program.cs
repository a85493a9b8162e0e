using DuckDB.NET.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.WithoutNative;

// Everything that needs DuckDB's native library, and what does not: a line for each, with what a host is told.
var folder = Directory.CreateTempSubdirectory("mockhaus-without-native").FullName;
try
{
    await TellAsync("duckdb", () =>
    {
        _ = new DuckDbStatementStore(new() { Path = Path.Combine(folder, "statements.db") });
        return Task.FromResult("opened");
    });
    await TellAsync("duckdb in memory", () =>
    {
        _ = new DuckDbStatementStore();
        return Task.FromResult("opened");
    });
    await TellAsync("session", async () =>
    {
        await using var store = new PerSessionStatementStore(new() { Folder = folder });
        await store.OpenAsync("me");
        return "opened";
    });
    await TellAsync("hybrid", () => StartAsync("Hybrid", statements => statements.UseDelegate((_, _) => default)));
    await TellAsync("data source", () => StartAsync("Memory", statements => statements.UseAdoNet(_ => new InMemoryDuckDbDataSource())));
    await TellAsync("hand over", () => StartAsync("Memory", statements => statements
        .UseDelegate((_, _) => default)
        .HandOverTo(_ => new DuckDbStatementStore(new() { Path = Path.Combine(folder, "other.db") }))));
    await TellAsync("health", () => StartAsync("Session", statements => statements.UseDelegate((_, _) => default)));
    await TellAsync("executor", async () =>
    {
        await using var source = DuckDBClientFactory.Instance.CreateDataSource("Data Source=:memory:");
        await using var manager = new StatementManager(new MemoryStatementStore(), new AdoNetStatementExecutor(source));
        await manager.OpenSession("me").RunAsync(new() { Sql = "select 1" }, TimeSpan.FromSeconds(30));
        return "ran";
    });
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static async Task TellAsync(string what, Func<Task<string>> run)
{
    string told;
    try
    {
        told = await run();
    }
    catch (Exception exception)
    {
        told = $"{exception.GetType().Name}: {exception.Message}";
    }

    Console.WriteLine($"{what}|{told.ReplaceLineEndings(" ")}");
}

// A host from its start to its stop: what it says of its health, or has logged.
async Task<string> StartAsync(string type, Action<MockhausStatementsBuilder> configure)
{
    var log = new LastError();
    var builder = Host.CreateEmptyApplicationBuilder(new());
    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Mockhaus:Statements:Type"] = type,
        ["Mockhaus:Statements:DuckDb:Path"] = Path.Combine(folder, "host.db"),
        ["Mockhaus:Statements:Session:Folder"] = folder,
    });
    builder.Logging.AddProvider(log);
    configure(builder.Services.AddMockhausStatements());
    builder.Services.AddHealthChecks().AddMockhausStatements();
    using var host = builder.Build();
    await host.StartAsync();
    var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    await host.StopAsync();
    return log.Text ?? $"{report.Status}";
}
