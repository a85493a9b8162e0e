using System.Net.Http.Json;
using System.Text.Json;
using DuckDB.NET.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Memory;

namespace Mockhaus.Statements.Tests.Readme;

/// <summary>The examples of the README, as they stand there.</summary>
public sealed class ReadmeExamples
{
    [Test]
    public async Task Embedding_in_a_host_of_ones_own_works()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMockhausStatements()
            .Configure(options => options.DefaultTimeToLive = TimeSpan.FromMinutes(10))
            .UseAdoNet(_ => DuckDBClientFactory.Instance.CreateDataSource("Data Source=mock.db"));

        await using var app = builder.Build();
        app.MapMockhausStatements();
        await app.StartAsync();

        app.Urls.Should().ContainSingle().Which.Should().StartWith("http://127.0.0.1:").And.NotEndWith(":0");
    }

    [Test]
    public async Task A_unit_test_needs_no_server()
    {
        await using var manager = new StatementManager(new MemoryStatementStore(), new AnswerExecutor());
        var session = manager.OpenSession("me");
        var statement = await session.SubmitAsync(new() { Sql = "select 42 as answer" });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromSeconds(10));
        var rows = await session.ReadRowsAsync(statement.Handle).ToListAsync();
        rows.Should().ContainSingle().Which.Should().Equal("42");
    }

    [Test]
    public async Task The_whole_api_runs_in_process()
    {
        await using var factory = new WebApplicationFactory<Program>();
        using var client = factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "me");
        var response = await client.PostAsJsonAsync("/api/v2/statements", new { statement = "select 42 as answer" });
        var result = await response.Content.ReadFromJsonAsync<JsonElement>();
        result.GetProperty("data")[0][0].GetString().Should().Be("42");
    }
}
