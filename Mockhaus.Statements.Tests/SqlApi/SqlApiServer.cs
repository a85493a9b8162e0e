using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>A real server on loopback, over a DuckDB in memory of its own.</summary>
internal sealed class SqlApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SqlApiServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public IServiceProvider Services => _app.Services;

    public static async Task<SqlApiServer> StartAsync(
        Action<MockhausStatementsOptions>? configure = null,
        Action<SqlApiOptions>? configureApi = null,
        Action<MockhausStatementsBuilder>? configureBuilder = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var statements = builder.Services.AddMockhausStatements()
            .Configure(configure ?? (_ => { }))
            .ConfigureSqlApi(configureApi)
            .UseAdoNet(_ => new InMemoryDuckDbDataSource());
        configureBuilder?.Invoke(statements);
        var app = builder.Build();
        app.MapMockhausStatements();
        await app.StartAsync();
        return new(app);
    }

    public SqlApiClient Client(string token = "me") => new(Address, token);

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
