using System.Net.Http.Json;
using System.Text.Json;
using DuckDB.NET.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Testing;

namespace Mockhaus.Statements.Tests.Docs;

/// <summary>The examples of the README, and those of docs/lifecycle.md.</summary>
public sealed class ReadmeExamples
{
    [Test]
    public async Task Embedding_in_a_host_of_ones_own_works()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMockhausStatements()
            .Configure(options => options.Retention.DefaultTimeToLive = TimeSpan.FromMinutes(10))
            .UseAdoNet(_ => DuckDBClientFactory.Instance.CreateDataSource("Data Source=mock.db"));

        await using var app = builder.Build();
        app.MapMockhausStatements();
        await app.StartAsync();

        app.Urls.Should().ContainSingle().Which.Should().StartWith("http://127.0.0.1:").And.NotEndWith(":0");
    }

    [Test]
    public async Task The_host_of_the_readme_reads_its_configuration() =>
        (await FluentActions.Awaiting(() => HostExample.RunAsync(["--urls=http://127.0.0.1:0", "--Mockhaus:Statements:Limits:MaxQueuedStatements=0"]))
            .Should().ThrowAsync<OptionsValidationException>()).WithMessage("*MaxQueuedStatements*");

    [Test]
    public async Task A_function_answers()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMockhausStatements().UseDelegate((execution, cancellationToken) =>
        {
            execution.Result.Start([ResultColumn.Fixed("ANSWER")]);
            execution.Result.Row.WriteInt64(42);
            return execution.Result.EndRowAsync(cancellationToken);
        });
        await using var app = builder.Build();
        await app.StartAsync();

        var session = app.Services.GetRequiredService<StatementManager>().OpenSession("me");
        var statement = await session.RunAsync(new() { Sql = "select 42 as answer" }, TimeSpan.FromSeconds(30));
        (await session.ReadRowsAsync(statement.Handle).SingleAsync()).GetInt64("ANSWER").Should().Be(42);
    }

    [Test]
    public async Task A_unit_test_needs_no_server()
    {
        var script = new ScriptedExecutor();
        script.When("select name from users where id = ?").Returns(["NAME"], ["Ada"]);
        var insert = script.WhenMatches("^insert").Fails("000625", "57014", "Try again.").Then.Changes(inserted: 1);
        await using var manager = new StatementManager(new MemoryStatementStore(), script);
        var users = new UserClient(manager.OpenSession("me"));

        (await users.NameOfAsync(7)).Should().Be("Ada");
        await users.AddAsync("Grace"); // fails once, and is tried again
        insert.Calls.Should().HaveCount(2).And.OnlyContain(call => call.Statement.Bindings["1"].Value == "Grace");
    }

    [Test]
    public async Task Several_statements_share_a_session_of_the_database()
    {
        await using var duckDb = new InMemoryDuckDbDataSource();
        await using var manager = new StatementManager(new MemoryStatementStore(), new AdoNetStatementExecutor(duckDb));
        var session = manager.OpenSession("me");

        var statement = await session.SubmitAsync(new()
        {
            Sql = "create temp table users (name text); begin; insert into users values ('Ada'); commit; select name from users",
            StatementCount = 5, // 0: as many as there are
        });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromSeconds(30));
        var names = await session.ReadRowsAsync(statement.Children[4]).Select(row => row.GetString("NAME")).ToListAsync();

        names.Should().Equal("Ada");
    }

    [Test]
    public async Task Statements_run_in_process()
    {
        await using var database = new InMemoryDuckDbDataSource();
        await using var manager = new StatementManager(new MemoryStatementStore(), new AdoNetStatementExecutor(database));
        var session = manager.OpenSession("me");
        var timeout = TimeSpan.FromSeconds(30);

        await session.RunAsync(new() { Sql = "create table users (id int, name text, born date)" }, timeout);
        await session.RunAsync(
            new()
            {
                Sql = "insert into users values (?, ?, ?)",
                Bindings = StatementBinding.Positional(7, "Ada", new DateOnly(1815, 12, 10)),
            },
            timeout);
        var found = await session.RunAsync(
            new()
            {
                Sql = "select name, born from users where id = :id",
                Bindings = new Dictionary<string, StatementBinding> { ["id"] = StatementBinding.From(7) },
            },
            timeout);
        await foreach (var row in session.ReadRowsAsync(found.Handle))
        {
            Console.WriteLine($"{row.GetString("NAME")} {row.GetDate("BORN"):yyyy-MM-dd}");
        }

        (await session.ReadRowsAsync(found.Handle).SingleAsync()).GetString("NAME").Should().Be("Ada");
    }

    [Test]
    public async Task An_executor_of_ones_own_is_one_method()
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
