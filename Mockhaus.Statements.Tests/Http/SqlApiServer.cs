using DuckDB.NET.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.DependencyInjection;

namespace Mockhaus.Statements.Tests.Http;

/// <summary>A real server on loopback, over a DuckDB in memory of its own.</summary>
internal sealed class SqlApiServer : IAsyncDisposable
{
    private static int _count;

    private readonly WebApplication _app;
    private readonly DuckDBConnection _database;

    private SqlApiServer(WebApplication app, DuckDBConnection database) => (_app, _database) = (app, database);

    public Uri Address => new(_app.Urls.First());

    public static async Task<SqlApiServer> StartAsync(
        Action<MockhausStatementsOptions>? configure = null,
        Action<SqlApiOptions>? configureApi = null,
        Action<MockhausStatementsBuilder>? configureBuilder = null)
    {
        var connectionString = $"Data Source=:memory:http{Interlocked.Increment(ref _count)}";
        var database = new DuckDBConnection(connectionString);
        await database.OpenAsync();

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var statements = builder.Services.AddMockhausStatements()
            .Configure(configure ?? (_ => { }))
            .ConfigureSqlApi(configureApi)
            .UseAdoNet(_ => DuckDBClientFactory.Instance.CreateDataSource(connectionString));
        configureBuilder?.Invoke(statements);
        var app = builder.Build();
        app.MapMockhausStatements();
        await app.StartAsync();
        return new(app, database);
    }

    public SqlApiClient Client(string token = "me") => new(Address, token);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}
