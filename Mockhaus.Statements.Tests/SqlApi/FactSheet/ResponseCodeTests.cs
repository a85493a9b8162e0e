using System.Net;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Testing;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.SqlApi.FactSheet;

/// <summary>The table of response codes, a test a row. Tokens and fault injection have tests of their own.</summary>
public sealed class ResponseCodeTests : SqlApiFixture
{
    private const string Endless = "select count(*) from range(1000000000000)";

    [Test]
    public async Task R200_finished()
    {
        var answer = await Client.SubmitAsync("select 1");

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Link.Should().NotBeNull();
    }

    [Test]
    public async Task R200_cancelled_also_when_it_already_was()
    {
        var running = await Client.SubmitAsync(Endless, "?async=true");

        (await Client.CancelAsync(running.Handle)).Status.Should().Be(HttpStatusCode.OK);
        (await Client.CancelAsync(running.Handle)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task R202_asynchronous_and_while_it_runs()
    {
        var accepted = await Client.SubmitAsync(Endless, "?async=true");

        accepted.Status.Should().Be(HttpStatusCode.Accepted);
        (await Client.GetAsync(accepted.Handle)).Body.Should().Equal(accepted.Body);
        await Client.CancelAsync(accepted.Handle);
    }

    [Test]
    public async Task R202_a_synchronous_one_beyond_its_window()
    {
        await using var server = await SqlApiServer.StartAsync(configureApi: api => api.SynchronousWindow = TimeSpan.FromMilliseconds(1));
        using var client = server.Client();

        (await client.SubmitAsync(Endless)).Status.Should().Be(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task R202_a_window_of_zero_makes_everything_asynchronous_also_what_has_finished()
    {
        await using var server = await SqlApiServer.StartAsync(configureApi: api => api.SynchronousWindow = TimeSpan.Zero);
        using var client = server.Client();
        const string query = "?requestId=6e3b1a2c-0000-4000-8000-0000000000f1&retry=true";
        var accepted = await client.SubmitAsync("select 1", query);
        await client.PollAsync(accepted.Handle);

        accepted.Status.Should().Be(HttpStatusCode.Accepted);
        (await client.SubmitAsync("select 1", query)).Body.Should().Equal(accepted.Body);
    }

    [TestCase("", "payload")]
    [TestCase("{\"statement\": \"select 1\", \"timeout\": \"soon\"}", "'timeout' is soon")]
    [TestCase("{\"statement\": 7}", "$.statement")]
    [TestCase("null", "'statement'")]
    [TestCase("[\"select 1\"]", "$")]
    [TestCase("{\"statement\": \"select 1\", \"timeout\": -1}", "'timeout' is -1")]
    [TestCase("{\"statement\": \"select 1\", \"parameters\": 7}", "$.parameters")]
    public async Task R400_390142_malformed_payload_and_where(string body, string place)
    {
        var answer = await Client.PostAsync("/api/v2/statements", body);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Code.Should().Be("390142");
        answer.Message.Should().StartWith("Incoming request does not contain a valid payload.").And.Contain(place);
    }

    [TestCase("{\"statement\": \" \"}")]
    [TestCase("{\"statement\": \"\"}")]
    [TestCase("{\"statement\": \"-- nothing\"}")]
    [TestCase("{\"statement\": null}")]
    [TestCase("{\"sql\": \"select 1\"}")]
    [TestCase("{}")]
    public async Task R400_000900_an_empty_or_missing_statement_without_a_handle(string body)
    {
        var answer = await Client.PostAsync("/api/v2/statements", body);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Json.GetRawText().Should().Be(
            """{"code":"000900","message":"SQL compilation error:\nEmpty SQL statement.","sqlState":"42601","statementHandle":null}""");
    }

    [TestCase("01a20461-190b-7a04-bc5e-81b7966896fb")]
    [TestCase("no-handle")]
    public async Task R400_000709_get_of_an_unknown_handle_echoes_it(string handle)
    {
        var answer = await Client.GetAsync(handle);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Json.GetRawText().Should().Be(
            $$"""{"code":"000709","message":"Statement {{handle}} not found","sqlState":"02000","statementHandle":"{{handle}}"}""");
    }

    [Test]
    public async Task R400_000709_the_handle_of_another_session_is_echoed_as_an_unknown_one()
    {
        using var other = Server.Client("other");
        var handle = (await Client.SubmitAsync("select 1")).Handle;

        (await other.GetAsync(handle)).Json.GetRawText().Should().Be(
            $$"""{"code":"000709","message":"Statement {{handle}} not found","sqlState":"02000","statementHandle":"{{handle}}"}""");
    }

    [Test]
    public async Task R400_391922_bad_partition()
    {
        var one = await Client.SubmitAsync("select 1");
        var answer = await Client.GetAsync(one.Handle, "?partition=9");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Code.Should().Be("391922");
    }

    [Test]
    public async Task R400_390186_a_role_that_the_host_does_not_grant()
    {
        var script = new ScriptedExecutor();
        script.WhenStatement(statement => statement.Context.Role == "NOBODY").Fails("390186", "08004", "Role 'NOBODY' is not granted to this user.");
        await using var server = await SqlApiServer.StartAsync(configureBuilder: builder => builder.UseScript(script));
        using var client = server.Client();

        var answer = await client.PostAsync("/api/v2/statements", """{"statement": "select 1", "role": "NOBODY"}""");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Json.GetRawText().Should().Be("""{"code":"390186","message":"Role 'NOBODY' is not granted to this user."}""");
    }

    [Test]
    public async Task R404_no_such_endpoint() =>
        (await Client.SendAsync(HttpMethod.Get, "/api/v2/queries")).Should().Match<SqlApiAnswer>(
            answer => answer.Status == HttpStatusCode.NotFound && answer.Body.Length == 0);

    [Test]
    public async Task R405_wrong_method() =>
        (await Client.SendAsync(HttpMethod.Get, "/api/v2/statements")).Should().Match<SqlApiAnswer>(
            answer => answer.Status == HttpStatusCode.MethodNotAllowed && answer.Body.Length == 0);

    [Test]
    public async Task R408_000630_the_statement_hit_its_timeout()
    {
        var answer = await Client.PostAsync("/api/v2/statements", $$"""{"statement": "{{Endless}}", "timeout": 1}""");

        answer.Status.Should().Be(HttpStatusCode.RequestTimeout);
        answer.Json.GetRawText().Should().Be(
            $$"""{"code":"000630","message":"Statement reached its statement or warehouse timeout of 1 second(s) and was canceled.","sqlState":"57014","statementHandle":"{{answer.Handle}}"}""");
    }

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    public async Task R415_wrong_content_type(string type) =>
        (await Client.PostAsync("/api/v2/statements", """{"statement": "select 1"}""", type)).Status.Should().Be(HttpStatusCode.UnsupportedMediaType);

    [Test]
    public async Task R422_compile_or_run_time_error([Values("selec", "select 'abc'::int")] string sql)
    {
        var answer = await Client.SubmitAsync(sql);

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await Client.GetAsync(answer.Handle)).Body.Should().Equal(answer.Body);
    }

    [Test]
    public async Task R422_000604_get_of_a_cancelled_statement()
    {
        var running = await Client.SubmitAsync(Endless, "?async=true");
        await Client.CancelAsync(running.Handle);

        var answer = await Client.GetAsync(running.Handle);

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Json.GetRawText().Should().Be(
            $$"""{"code":"000604","message":"SQL execution canceled","sqlState":"57014","statementHandle":"{{running.Handle}}"}""");
    }

    [TestCase("01a20461-190b-7a04-bc5e-81b7966896fb")]
    [TestCase("no-handle")]
    public async Task R422_000709_cancel_of_an_unknown_handle_echoes_it(string handle)
    {
        var answer = await Client.CancelAsync(handle);

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Json.GetRawText().Should().Be(
            $$"""{"code":"000709","message":"Statement {{handle}} not found","sqlState":"02000","statementHandle":"{{handle}}"}""");
    }

    [Test]
    public async Task R429_too_many_statements()
    {
        await using var server = await SqlApiServer.StartAsync(options => options.Limits.MaxStatementsPerSession = 1);
        using var client = server.Client();
        await client.SubmitAsync(Endless, "?async=true");

        var answer = await client.SubmitAsync("select 2");

        answer.Status.Should().Be(HttpStatusCode.TooManyRequests);
        answer.Members.Should().Equal("code", "message");
        answer.Code.Should().Be("390505");
        answer.Message.Should().Contain("MaxStatementsPerSession is 1");
        answer.RetryAfter.Should().Be(TimeSpan.FromSeconds(1));
    }

    [Test]
    public async Task R429_with_the_handle_of_a_statement_that_goes_on_without_its_waiter()
    {
        var script = new ScriptedExecutor();
        var held = script.When("select 1").Holds().Returns(["A"], [1]);
        await using var server = await SqlApiServer.StartAsync(
            options => options.Limits.MaxWaitersPerStatement = 1, configureBuilder: builder => builder.UseScript(script));
        using var client = server.Client();
        const string query = "?requestId=6e3b1a2c-0000-4000-8000-0000000000f2&retry=true";

        // Whichever comes second is refused; the other waits until the statement is let go.
        var both = new List<Task<SqlApiAnswer>> { client.SubmitAsync("select 1", query), client.SubmitAsync("select 1", query) };
        var refused = await await Task.WhenAny(both);
        await held.CalledAsync();
        held.Release();
        var answers = await Task.WhenAll(both);

        refused.Status.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Members.Should().Equal("code", "message", "statementHandle", "statementStatusUrl");
        refused.Code.Should().Be("390505");
        refused.Message.Should().Contain("MaxWaitersPerStatement");
        refused.RetryAfter.Should().Be(TimeSpan.FromSeconds(1));
        answers.Single(answer => answer.Status == HttpStatusCode.OK).Handle.Should().Be(refused.Handle);
        (await client.GetAsync(refused.Handle)).Rows.Should().ContainSingle();
    }

    [Test]
    public async Task R503_the_store_does_not_answer_and_the_same_request_works_when_it_does()
    {
        var store = new FaultyStore(new MemoryStatementStore()) { Fault = FaultyStore.Outage };
        await using var server = await SqlApiServer.StartAsync(configureBuilder: builder => builder.UseStore(_ => store));
        using var client = server.Client();
        const string query = "?requestId=6e3b1a2c-0000-4000-8000-0000000000f3";

        var refused = await client.SubmitAsync("select 1", query);
        store.Fault = null;
        var again = await client.SubmitAsync("select 1", query + "&retry=true");

        refused.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        refused.Members.Should().Equal("code", "message", "sqlState", "statementHandle");
        again.Status.Should().Be(HttpStatusCode.OK);
    }

    protected override void ConfigureApi(SqlApiOptions options) => options.SynchronousWindow = TimeSpan.FromMinutes(5);
}
