using System.Globalization;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Testing;

namespace Mockhaus.Statements.Tests.Docs;

/// <summary>The examples of docs/scripting.md, as they stand there.</summary>
public sealed class ScriptingExamples
{
    [Test]
    public async Task Rules_say_what_is_answered()
    {
        var script = new ScriptedExecutor();

        script.When("select id, name from users").Returns(["ID", "NAME"], [1, "Ada"], [2, null]);
        script.WhenMatches(@"^insert into users\b").Changes(inserted: 1);
        script.WhenStatement(statement => statement.Context.Role == "GUEST").Fails("003001", "42501", "Insufficient privileges.");
        script.Otherwise().Succeeds();

        await using var manager = new StatementManager(new MemoryStatementStore(), script);
        await new UserClient(manager.OpenSession("me")).AddAsync("Grace");
        script.Calls.Should().ContainSingle().Which.Rule!.ToString().Should().StartWith("WhenMatches");
    }

    [Test]
    public async Task Columns_types_and_many_rows()
    {
        var script = new ScriptedExecutor();

        script.When("select * from prices").Returns(["SKU", ResultColumn.Fixed("PRICE", 10, 2)], ["a", 9.5m], ["b", null]);
        script.When("select * from log").ReturnsRows(1_000_000, ["ID", "TEXT"], row => [row, $"line {row}"]);

        await using var manager = new StatementManager(new MemoryStatementStore(), script);
        var session = manager.OpenSession("me");
        var statement = await session.SubmitAsync(new() { Sql = "select * from prices" });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromSeconds(30));
        statement.Result!.RowCount.Should().Be(2);
    }

    [Test]
    public async Task A_retry()
    {
        var script = new ScriptedExecutor();
        var insert = script.WhenMatches("^insert").Fails("000625", "57014", "Try again.").Then.Changes(inserted: 1);
        await using var manager = new StatementManager(new MemoryStatementStore(), script);
        var users = new UserClient(manager.OpenSession("me"));

        await users.AddAsync("Ada");

        insert.Calls.Select(call => call.State).Should().Equal(ScriptedCallState.Failed, ScriptedCallState.Returned);
        insert.Calls.Should().OnlyContain(call => call.Statement.Bindings["1"].Value == "Ada");
    }

    [Test]
    public async Task A_cancel()
    {
        var script = new ScriptedExecutor();
        var report = script.When("call report()").Holds().Succeeds();
        await using var manager = new StatementManager(new MemoryStatementStore(), script);
        using var stop = new CancellationTokenSource();

        var reporting = new ReportClient(manager.OpenSession("me")).ReportAsync(stop.Token);
        await report.CalledAsync();
        await stop.CancelAsync();
        await reporting;

        (await report.EndedAsync()).State.Should().Be(ScriptedCallState.Stopped);
    }

    [Test]
    public async Task A_clock_moved_by_hand()
    {
        var clock = new FakeTimeProvider();
        var script = new ScriptedExecutor(clock);
        var slow = script.When("call report()").Takes(TimeSpan.FromMinutes(10)).Succeeds();
        await using var manager = new StatementManager(new MemoryStatementStore(timeProvider: clock), script, timeProvider: clock);
        var session = manager.OpenSession("me");

        var statement = await session.SubmitAsync(new() { Sql = "call report()" });
        await slow.CalledAsync();
        clock.Advance(TimeSpan.FromMinutes(10));
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromSeconds(30));

        (statement.CompletedAt - statement.StartedAt).Should().Be(TimeSpan.FromMinutes(10));
    }

    [Test]
    public async Task Code_of_ones_own()
    {
        var script = new ScriptedExecutor();
        await using var duckDb = new InMemoryDuckDbDataSource();

        script.Otherwise().Runs(new AdoNetStatementExecutor(duckDb).ExecuteAsync);
        script.When("select 1").Runs((_, _) => throw new IOException("The disk is gone."));

        await using var manager = new StatementManager(new MemoryStatementStore(), script);
        var session = manager.OpenSession("me");
        var statement = await session.SubmitAsync(new() { Sql = "select 1" });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromSeconds(30));
        statement.Error!.Message.Should().Contain("The disk is gone.");
    }

    [Test]
    public async Task Several_statements_in_one_request()
    {
        var script = new ScriptedExecutor();
        await using var manager = new StatementManager(new MemoryStatementStore(), script);
        var session = manager.OpenSession("me");

        script.WhenMatches("^(begin|commit)$").Succeeds();
        var insert = script.WhenMatches("^insert").Changes(inserted: 1).Then.Fails("100072", "22000", "NULL result in a non-nullable column");

        var statement = await session.SubmitAsync(new()
        {
            Sql = "begin; insert into users values (1); insert into users values (null); commit",
            StatementCount = 4,
        });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromSeconds(30));

        statement.Error!.Code.Should().Be(StatementErrorCodes.ChildFailed);
        insert.Calls[1].Statement.Handle.Should().Be(statement.Children[2]);
        script.Calls.Should().HaveCount(3); // the commit is not reached
    }

    [Test]
    public async Task A_server()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        var script = new ScriptedExecutor();
        script.When("select 42 as answer").Returns(["ANSWER"], [42]);
        builder.Services.AddMockhausStatements().UseScript(script);

        await using var app = builder.Build();
        app.MapMockhausStatements();
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "me");
        using var response = await client.PostAsJsonAsync("/api/v2/statements", new { statement = "select 42 as answer" });
        (await response.Content.ReadAsStringAsync()).Should().Contain(42.ToString(CultureInfo.InvariantCulture));
        script.Calls.Should().ContainSingle();
    }
}
