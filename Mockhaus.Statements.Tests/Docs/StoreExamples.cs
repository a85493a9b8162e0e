using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Docs;

/// <summary>The examples of stores, in the README and docs/configuration.md.</summary>
public sealed class StoreExamples
{
    [Test]
    public async Task A_file_is_named_in_code()
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary.Path;
        var builder = NewBuilder();
        builder.Services.AddMockhausStatements()
            .UseAdoNet(_ => new InMemoryDuckDbDataSource())
            .UseDuckDbStore(options => options.Path = Path.Combine(folder, "statements.db"));

        (await RunAsync(builder)).Should().BeOfType<DuckDbStatementStore>();
        File.Exists(temporary.File("statements.db")).Should().BeTrue();
    }

    [Test]
    public async Task Memory_stands_before_a_durable_store()
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary.Path;
        var builder = NewBuilder();
        builder.Services.AddMockhausStatements()
            .UseAdoNet(_ => new InMemoryDuckDbDataSource())
            .UseHybridStore(_ => new DuckDbStatementStore(new DuckDbStoreOptions { Path = Path.Combine(folder, "statements.db") }));

        (await RunAsync(builder)).Should().BeOfType<HybridStatementStore>();
        File.Exists(temporary.File("statements.db")).Should().BeTrue();
    }

    [Test]
    public void Servers_share_a_redis()
    {
        var builder = NewBuilder();
        builder.Services.AddMockhausStatements()
            .UseAdoNet(_ => new InMemoryDuckDbDataSource())
            .UseRedisStore(options => options.Configuration = "redis://localhost:6379");
        using var provider = builder.Services.BuildServiceProvider();

        provider.GetRequiredService<IOptions<RedisStoreOptions>>().Value.Configuration.Should().Be("redis://localhost:6379");
    }

    [Test]
    public async Task A_session_is_persistent_from_open_to_close()
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary.Path;
        var builder = NewBuilder();
        builder.Services.AddMockhausStatements()
            .UseAdoNet(_ => new InMemoryDuckDbDataSource())
            .UsePerSessionStore(options => options.Folder = folder);
        await using var app = builder.Build();
        await app.StartAsync();

        var sessions = app.Services.GetRequiredService<PerSessionStatementStore>();
        await sessions.OpenAsync("me"); // also after each start: then its statements are found again
        var session = app.Services.GetRequiredService<StatementManager>().OpenSession("me");
        await session.SubmitAsync(new() { Sql = "select 42 as answer" });
        await foreach (var statement in session.ListAsync())
        {
            Console.WriteLine($"{statement.Handle} {statement.Status}");
        }

        await session.EndAsync(); // cancels live statements and removes all statements of the session
        await sessions.CloseAsync("me", removeFile: true);

        Directory.EnumerateFiles(folder, "*.db").Should().BeEmpty();
    }

    private static WebApplicationBuilder NewBuilder()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder;
    }

    private static async Task<IStatementStore> RunAsync(WebApplicationBuilder builder)
    {
        await using var app = builder.Build();
        await app.StartAsync();
        return app.Services.GetRequiredService<IStatementStore>();
    }
}
